package io.tidegate.lab.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "1500, 1500",
    "0.5, 0.5",
    "1s, 1000",
    "1.5s, 1500",
    "1m30s, 90000",
    "1h, 3600000",
    "1d, 86400000",
    "2d12h, 216000000",
    "100us, 0.1",
    "-1s, -1000"
  })
  void a_time_is_a_number_of_ms_or_has_units(String text, double ms) throws OptionException {
    assertThat(Durations.of("time", text)).isEqualTo(Duration.ofNanos(Math.round(ms * 1e6)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "1x", "1f", "0x1p3", "NaN", "Infinity", "1e3", "1.2.3", "-"})
  void what_is_none_is_refused(String text) {
    assertThatThrownBy(() -> Durations.of("time", text))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
