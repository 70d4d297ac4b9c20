package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonPhrasesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "208, Already Reported",
        "226, IM Used",
        "413, Request Entity Too Large",
        "414, Request URI Too Long",
        "418, I'm a teapot",
        "425, Too Early",
        "451, Unavailable For Legal Reasons",
        "508, Loop Detected",
        "299, \"\"",
      })
  void a_status_of_http_2_is_named_as_in_go(int status, String phrase) {
    assertThat(ReasonPhrases.of(status)).isEqualTo(phrase);
  }
}
