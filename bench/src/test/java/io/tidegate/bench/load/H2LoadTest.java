package io.tidegate.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class H2LoadTest {
  private static final String SAID =
      """
      finished in 5.01s, 3166.20 req/s, 3.27MB/s
      requests: 15831 total, 15863 started, 15831 done, 15821 succeeded, 10 failed, 3 errored, 2 timeout
      status codes: 15821 2xx, 0 3xx, 0 4xx, 10 5xx
      """;

  @Test
  void what_it_prints_is_read_and_replies_of_another_status_count_as_errors() {
    Outcome outcome = H2Load.outcome(SAID, 7);

    assertThat(outcome.requests()).isEqualTo(15_821);
    assertThat(outcome.seconds()).isEqualTo(5.01);
    assertThat(outcome.errors()).isEqualTo(15);
    assertThat(outcome.problem()).isEqualTo("5 errors or timeouts, 10 replies of another status");
    assertThat(outcome.generatorCpuNs()).isEqualTo(7);
  }

  @Test
  void what_is_under_way_at_the_end_is_neither_an_answer_nor_an_error() {
    Outcome outcome =
        H2Load.outcome(SAID.replace("15821 2xx", "15928 2xx").replace("10 5xx", "0 5xx"), 7);

    assertThat(outcome.requests()).isEqualTo(15_831);
    assertThat(outcome.errors()).isEqualTo(5);
  }

  @Test
  void a_run_that_was_ended_is_an_error_with_its_last_words() {
    Outcome outcome = H2Load.outcome("starting benchmark...", 0);

    assertThat(outcome.errors()).isEqualTo(1);
    assertThat(outcome.problem()).contains("starting benchmark...");
  }
}
