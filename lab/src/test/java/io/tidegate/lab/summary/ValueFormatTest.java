package io.tidegate.lab.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What k6 1.8.1 printed for the same values. */
class ValueFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0,0s,0.00s,0.00ms,0.00µs",
    "5e-7,0ns,0.00s,0.00ms,0.00µs",
    "0.000999,999ns,0.00s,0.00ms,1.00µs",
    "0.001,1µs,0.00s,0.00ms,1.00µs",
    "0.0019999,1.99µs,0.00s,0.00ms,2.00µs",
    "0.12999,129.98µs,0.00s,0.13ms,129.99µs",
    "0.9999,999.9µs,0.00s,1.00ms,999.90µs",
    "1.005,1ms,0.00s,1.00ms,1005.00µs",
    "12.345,12.34ms,0.01s,12.35ms,12345.00µs",
    "999.999,999.99ms,1.00s,1000.00ms,999999.00µs",
    "1000,1s,1.00s,1000.00ms,1000000.00µs",
    "12345,12.34s,12.35s,12345.00ms,12345000.00µs",
    "59999.9,59.99s,60.00s,59999.90ms,59999900.00µs",
    "60000,1m0s,60.00s,60000.00ms,60000000.00µs",
    "119999,1m59s,120.00s,119999.00ms,119999000.00µs",
    "3661500,1h1m1s,3661.50s,3661500.00ms,3661500000.00µs",
    "90061001,25h1m1s,90061.00s,90061001.00ms,90061001000.00µs",
    "-5,-5000000ns,-0.01s,-5.00ms,-5000.00µs",
  })
  void a_time_is_written_in_the_unit_that_suits_it_or_is_asked_for(
      double ms, String fitting, String seconds, String milliseconds, String microseconds) {
    assertThat(ValueFormat.time(ms, SummaryOptions.TimeUnit.FITTING)).isEqualTo(fitting);
    assertThat(ValueFormat.time(ms, SummaryOptions.TimeUnit.SECONDS)).isEqualTo(seconds);
    assertThat(ValueFormat.time(ms, SummaryOptions.TimeUnit.MILLISECONDS)).isEqualTo(milliseconds);
    assertThat(ValueFormat.time(ms, SummaryOptions.TimeUnit.MICROSECONDS)).isEqualTo(microseconds);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "5e-7,0",
    "1.4e-6,0.000001",
    "1.23456789,1.234568",
    "1234567.891,1234567.891",
    "1e15,1000000000000000",
    "1e21,1e+21",
    "1.5e22,1.5e+22",
    "-3.25,-3.25",
    "0.30000000000000004,0.3",
    "44589343534.322876,44589343534.322876",
  })
  void a_number_has_at_most_six_digits_after_the_point_and_none_that_are_needless(
      double value, String text) {
    assertThat(ValueFormat.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "213,213 B",
    "976.7,977 B",
    "481.492,482 B",
    "4330,4.3 kB",
    "10890.5,11 kB",
    "156000,156 kB",
    "1049,1.0 kB",
    "9960,10 kB",
    "2100000000,2.1 GB",
  })
  void bytes_are_written_with_two_digits_or_more(double bytes, String text) {
    assertThat(ValueFormat.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1,100.00%", "0,0.00%", "0.41379,41.37%", "0.99999,99.99%", "0.515625,51.56%"})
  void a_part_is_all_only_if_nothing_is_missing(double part, String text) {
    assertThat(ValueFormat.percent(part)).isEqualTo(text);
  }
}
