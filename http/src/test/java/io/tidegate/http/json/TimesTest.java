package io.tidegate.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  @Test
  void a_time_is_written_as_the_platform_writes_it() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      long ms = random.nextLong(Times.LAST_MS + 1);
      if (i % 2 == 0) ms -= ms % 1_000;
      assertThat(Times.text(ms)).isEqualTo(Instant.ofEpochMilli(ms).toString());
    }
  }

  @Test
  void every_day_from_1970_to_2170_is_the_right_one() {
    for (long day = 0; day < 200 * 366; day++) {
      long ms = day * 86_400_000;
      assertThat(Times.text(ms)).isEqualTo(Instant.ofEpochMilli(ms).toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1, 1970-01-01T00:00:00.001Z",
    "951782400000, 2000-02-29T00:00:00Z",
    "4107542400000, 2100-03-01T00:00:00Z",
    "253402300799999, 9999-12-31T23:59:59.999Z"
  })
  void the_corners_are_right(long ms, String text) {
    assertThat(Times.text(ms)).isEqualTo(text);
  }
}
