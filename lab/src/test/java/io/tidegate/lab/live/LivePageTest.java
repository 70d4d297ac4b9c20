package io.tidegate.lab.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.Looks;
import io.tidegate.testkit.Browser;
import io.tidegate.testkit.Browser.Tab;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {

  private static final PrintStream NOWHERE =
      new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

  @TempDir Path folder;

  private final LiveFixture fixture = new LiveFixture();

  private LiveView view() throws Exception {
    Screen none = new Screen(Screen.Kind.NONE, false, 80);
    return LiveView.start(
        fixture.subject(Duration.ofMinutes(1)), none, NOWHERE, true, LiveView.Place.ANY);
  }

  @Test
  void several_who_look_see_the_seconds_before_the_next_ones_and_the_end() throws Exception {
    Path chromium = Browser.program();
    try (Browser browser =
        Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      Tab first;
      Tab second;
      try (LiveView view = view()) {
        for (int at = 0; at < 30; at++) view.interval(fixture.second(at));
        first = browser.open(view.address() + "?lang=en");
        second = browser.open(view.address() + "?lang=ko");
        for (Tab tab : new Tab[] {first, second}) {
          tab.until("document.getElementById('elapsed').textContent === '0:30'");
          tab.until("document.querySelectorAll('.u-wrap canvas').length === 4");
        }
        view.interval(fixture.second(30));
        for (Tab tab : new Tab[] {first, second})
          tab.until("document.getElementById('elapsed').textContent === '0:31'");
        view.ended(false, "/runs/1/report.html");
      }
      first.until("document.getElementById('end').textContent.includes('/runs/1/report.html')");
      second.until("document.getElementById('end').textContent.includes('끝났습니다')");
      assertThat(first.eval("document.getElementById('requests').textContent")).isEqualTo("4,030");
      assertThat(first.eval("document.querySelectorAll('.u-wrap canvas').length")).isEqualTo(4L);
    }
  }

  @Test
  void the_page_has_no_violation_of_axe_and_fits_a_small_screen() throws Exception {
    Path chromium = Browser.program();
    try (LiveView view = view();
        Browser browser =
            Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      for (int second = 0; second < 45; second++) view.interval(fixture.second(second));
      for (String language : new String[] {"en", "ko"}) {
        Tab tab = browser.open(view.address() + "?lang=" + language);
        tab.until("document.getElementById('elapsed').textContent === '0:45'");
        for (boolean dark : new boolean[] {false, true})
          for (int width : new int[] {320, 1_180}) {
            tab.screen(dark, width, 900, 1);
            tab.until("document.querySelectorAll('.u-wrap canvas').length === 4");
            String what = "live-" + language + (dark ? "-dark-" : "-light-") + width;
            Looks.picture(tab, what);
            assertThat(Looks.violations(tab)).as(what).isEqualTo("");
            tab.until("document.documentElement.scrollWidth <= " + width);
          }
        tab.close();
      }
    }
  }

  @Test
  void a_page_whose_run_died_says_so() throws Exception {
    Path chromium = Browser.program();
    try (Browser browser =
        Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      LiveView view = view();
      view.interval(fixture.second(0));
      Tab tab = browser.open(view.address());
      tab.until("document.getElementById('elapsed').textContent === '0:01'");
      view.close();
      tab.until("document.getElementById('end').className === 'wait'");
    }
  }
}
