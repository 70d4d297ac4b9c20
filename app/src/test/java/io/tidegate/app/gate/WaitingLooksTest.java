package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.admin.AdminDoor;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.testkit.Browser;
import io.tidegate.testkit.Browser.Tab;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the page on which people wait looks in each of its states, by the previews of the second
 * door, in a real Chromium. With {@code tidegate.screenshots=FOLDER} it leaves pictures there.
 */
@Timeout(300)
class WaitingLooksTest {

  private static final List<String> STATES =
      List.of(
          "early",
          "gathering",
          "drawing",
          "waiting",
          "returning",
          "turn",
          "paused",
          "all-held",
          "sold-out",
          "over",
          "inside",
          "ended",
          "left",
          "full",
          "crowded",
          "closed",
          "busy");

  @TempDir Path folder;

  @Test
  void no_state_has_a_violation_of_axe_or_is_wider_than_a_small_screen_or_one_at_400_percent()
      throws Exception {
    Path chromium = Browser.program();
    String axe = axe();
    try (WaitingSite site = new WaitingSite(folder.resolve("data"), 1);
        AdminDoor door = door(site);
        Browser browser =
            Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      site.says(
          "We restart the payment service; it goes on at 20:30.",
          "결제 서비스를 다시 시작하고 있어요. 20:30에 이어집니다.");
      Tab tab = browser.open("about:blank#");
      for (String language : List.of("ko", "en"))
        for (boolean dark : new boolean[] {false, true})
          for (String state : STATES) {
            tab.screen(dark, 360, 740, 2);
            tab.go(
                "http://localhost:"
                    + door.port()
                    + "/admin/rooms/default/preview/"
                    + state
                    + "?lang="
                    + language);
            String what = state + "-" + language + (dark ? "-dark" : "-light");
            picture(tab, what);
            assertThat(violations(tab, axe)).as(what).isEqualTo("");
            for (int scale : new int[] {1, 4}) { // 320 px, and 1280 by 1024 at 400 %
              tab.screen(dark, 320, scale == 1 ? 568 : 256, scale);
              assertThat(tab.eval("document.documentElement.scrollWidth <= 320"))
                  .as(what + " at " + scale)
                  .isEqualTo(true);
              if (scale == 1) picture(tab, what + "-320");
            }
          }
    }
  }

  @Test
  void the_page_that_follows_a_place_has_no_violation_either() throws Exception {
    Path chromium = Browser.program();
    String axe = axe();
    try (WaitingSite site = new WaitingSite(folder.resolve("data"), 1);
        RawClient client = site.connect();
        Browser browser =
            Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      String inside = cookies(ask(client, "GET /", BROWSER));
      Tab tab = browser.open("http://localhost:" + site.gate.port() + "/shop");
      tab.until("!document.getElementById('tell').hidden");
      tab.screen(false, 360, 740, 2);
      tab.eval("document.querySelector('details').open = true");
      picture(tab, "live-waiting");
      assertThat(violations(tab, axe)).isEqualTo("");
      ask(client, "POST /.tidegate/rooms/default/leave", inside);
      tab.until("document.title === 'Your turn'");
      picture(tab, "live-turn");
      assertThat(violations(tab, axe)).isEqualTo("");
      String elsewhere =
          "performance.getEntriesByType('resource').filter(r => !r.name.startsWith(origin)).length";
      assertThat(tab.eval(elsewhere)).isEqualTo(0L);
    }
  }

  private static AdminDoor door(WaitingSite site) throws IOException {
    AdminKey key = AdminKey.of("a-key-that-nobody-uses-in-this-test");
    return AdminDoor.open(
        new DoorConfig("127.0.0.1", 0, List.of()),
        site.gate,
        new MetricRegistry(Path.of(".")),
        new AdminDoor.Keys(key, key));
  }

  private static String axe() throws IOException {
    try (InputStream script = WaitingLooksTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What axe finds wrong, all of its rules asked, and contrasts that it could not find out. */
  private static String violations(Tab tab, String axe) {
    tab.eval(axe + "; 0");
    return String.valueOf(
        tab.eval(
            "axe.run(document).then(r => r.violations.concat(r.incomplete.filter(v => v.id ==="
                + " 'color-contrast')).map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))"
                + ".join('; '))"));
  }

  private static void picture(Tab tab, String name) throws IOException {
    String to = System.getProperty("tidegate.screenshots");
    if (to != null) Files.write(Path.of(to, name + ".png"), tab.picture());
  }
}
