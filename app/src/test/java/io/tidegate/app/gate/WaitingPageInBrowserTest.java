package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Browser;
import io.tidegate.testkit.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page on which people wait, in a real Chromium. */
@Timeout(120)
class WaitingPageInBrowserTest {

  @TempDir Path folder;

  @Test
  void the_page_follows_the_place_says_when_it_is_the_turn_and_lets_in_by_one_button()
      throws Exception {
    Path chromium = Browser.program();
    try (WaitingSite site = new WaitingSite(folder.resolve("data"), 1);
        RawClient client = site.connect();
        Browser browser =
            Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      String inside = cookies(ask(client, "GET /", BROWSER));
      String first = cookies(ask(client, "GET /", BROWSER));
      Browser.Tab tab = browser.open("http://localhost:" + site.gate.port() + "/shop");
      tab.until(headline("You are in line"));
      tab.until("document.getElementById('ahead').textContent === '1'");
      tab.width(320);
      assertThat(tab.eval("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
      ask(client, "POST /.tidegate/rooms/default/leave", first);
      tab.until("document.getElementById('ahead').textContent === '0'");
      assertThat(tab.eval(shown("turn"))).isEqualTo(false);
      ask(client, "POST /.tidegate/rooms/default/leave", inside);
      tab.until(headline("Your turn"));
      assertThat(tab.eval("document.title")).isEqualTo("Your turn");
      assertThat(String.valueOf(tab.eval("document.getElementById('status').textContent")))
          .startsWith("Your turn.");
      assertThat(tab.eval("document.activeElement === document.body")).isEqualTo(true);
      assertThat(tab.eval(shown("turn"))).isEqualTo(true);
      tab.eval("document.querySelector('form[data-in~=turn] button').click()");
      tab.until("document.body.textContent === 'inside' && location.pathname === '/shop'");
    }
  }

  @Test
  void the_page_hides_its_numbers_while_nobody_answers_and_goes_on_when_somebody_does()
      throws Exception {
    Path chromium = Browser.program();
    try (Browser browser =
        Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      Browser.Tab tab;
      try (WaitingSite site = new WaitingSite(folder.resolve("data"), 1);
          RawClient client = site.connect()) {
        ask(client, "GET /", BROWSER);
        tab = browser.open("http://localhost:" + site.gate.port() + "/");
        tab.until(headline("You are in line"));
      }
      tab.until(headline("Connecting again"));
      assertThat(tab.eval("document.getElementById('ahead').parentNode.hidden")).isEqualTo(true);
    }
  }

  @Test
  void the_first_view_is_light() throws Exception {
    try (WaitingSite site = new WaitingSite(folder.resolve("data"), 1);
        RawClient client = site.connect()) {
      ask(client, "GET /", BROWSER);
      String page = ask(client, "GET /", BROWSER + "Accept-Language: ko\r\n").text();
      int bytes = compressed(page);
      Matcher asset = Pattern.compile("\"(/\\.tidegate/assets/[^\"]+)\"").matcher(page);
      int assets = 0;
      for (; asset.find(); assets++) {
        var reply = ask(client, "GET " + asset.group(1), "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("cache-control")).contains("immutable");
        bytes += compressed(reply.text());
      }
      assertThat(assets).isEqualTo(2);
      assertThat(bytes).isLessThan(14 * 1024);
      assertThat(page).doesNotContain("http://", "https://");
    }
  }

  private static String headline(String text) {
    return "document.getElementById('headline')?.textContent === '" + text + "'";
  }

  private static String shown(String state) {
    return "!document.querySelector('form[data-in~=" + state + "]').hidden";
  }

  private static int compressed(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.size();
  }
}
