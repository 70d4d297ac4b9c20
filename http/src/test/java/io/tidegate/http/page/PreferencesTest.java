package io.tidegate.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | 1",
        "text/* | 1",
        "*/* | 1",
        "TEXT/HTML ; Q=0.3 | 0.3",
        "text/html;charset=utf-8;q=0.7 | 0.7",
        "text/*;q=0.2, text/html;q=0.9, */* | 0.9",
        "*/*, text/*;q=0 | 0",
        "text/html;q=0 | 0",
        "text/html;q=2 | 0",
        "text/html;q=x | 0",
        "text/htmlx, application/* | 0",
        "'' | 0"
      })
  void the_most_specific_range_that_matches_holds(String accept, double weight) {
    assertThat(Preferences.ofType(accept, "text/html")).isEqualTo(weight);
  }

  @Test
  void without_the_header_everything_is_as_good() {
    assertThat(Preferences.ofType(null, "text/html")).isEqualTo(1);
    assertThat(Preferences.ofLanguage(null, "ko")).isZero();
  }
}
