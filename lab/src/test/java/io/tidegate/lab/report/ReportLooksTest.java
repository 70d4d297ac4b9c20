package io.tidegate.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.Looks;
import io.tidegate.lab.recording.RunFixture;
import io.tidegate.testkit.Browser;
import io.tidegate.testkit.Browser.Tab;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportLooksTest {

  @TempDir Path folder;

  @Test
  void the_page_has_no_violation_of_axe_and_fits_a_small_screen_in_both_languages()
      throws Exception {
    Path chromium = Browser.program();
    new RunFixture(50).record(folder.resolve("run"));
    Path page = Reports.write(folder.resolve("run"), PageLanguage.ENGLISH);
    try (Browser browser =
        Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      Tab tab = browser.open(page.toUri().toString());
      for (String language : new String[] {"en", "ko"}) {
        tab.eval("document.getElementById('in-" + language + "').click()");
        for (boolean dark : new boolean[] {false, true})
          for (int width : new int[] {320, 1_100}) {
            tab.screen(dark, width, 900, 1);
            String what = "report-" + language + (dark ? "-dark-" : "-light-") + width;
            Looks.picture(tab, what);
            assertThat(Looks.violations(tab)).as(what).isEqualTo("");
            assertThat(tab.eval("document.documentElement.scrollWidth <= " + width))
                .as(what)
                .isEqualTo(true);
          }
        String other = language.equals("en") ? "ko" : "en";
        assertThat(tab.eval(shown(other))).as("words in " + other).isEqualTo(0L);
        assertThat((Long) tab.eval(shown(language))).isGreaterThan(100);
      }
      assertThat(tab.eval("performance.getEntriesByType('resource').length")).isEqualTo(0L);
    }
  }

  private static String shown(String language) {
    return "[...document.querySelectorAll('span[lang="
        + language
        + "]')]"
        + ".filter(e => getComputedStyle(e).display !== 'none').length";
  }
}
