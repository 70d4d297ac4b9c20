package io.tidegate.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.json.Times;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

  @Test
  void what_is_written_is_read_again() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2_000; i++) {
      long ms = random.nextLong(Times.LAST_MS + 1);
      assertThat(TimeText.read("at", Times.text(ms))).isEqualTo(ms);
    }
    assertThat(TimeText.read("at", Times.text(0))).isZero();
    assertThat(TimeText.read("at", Times.text(Times.LAST_MS))).isEqualTo(Times.LAST_MS);
  }

  @Test
  void any_offset_is_read() {
    assertThat(TimeText.read("at", "2026-11-21T05:00:00+09:00"))
        .isEqualTo(TimeText.read("at", "2026-11-20T20:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-20",
        "2026-11-20T20:00:00",
        "2026-02-30T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59Z",
        "1763668800000"
      })
  void what_is_no_time_with_an_offset_is_refused(String text) {
    assertThatThrownBy(() -> TimeText.read("opensAt", text))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("opensAt must be a time with its offset");
  }
}
