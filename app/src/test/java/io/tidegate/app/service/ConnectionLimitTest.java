package io.tidegate.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.server.HttpConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
  private static final long HEAP = 1L << 32;

  @Test
  void the_limit_on_open_files_bounds_them_and_leaves_some_for_the_store() throws IOException {
    ConnectionLimit small = ConnectionLimit.of(0, 300, 76, HEAP, 1);
    assertThat(small.most()).isEqualTo(128);
    assertThat(small.text())
        .isEqualTo(
            "up to 128 at once, by the limit on open files (ulimit -n) of 300; raise it for more");
  }

  @Test
  void behind_a_gate_each_connection_has_descriptors_for_three() throws IOException {
    assertThat(ConnectionLimit.of(0, 300, 76, HEAP, 3).most()).isEqualTo(42);
  }

  @Test
  void more_than_the_limit_allows_is_said_and_not_taken() throws IOException {
    ConnectionLimit wanted = ConnectionLimit.of(20_000, 300, 76, HEAP, 1);
    assertThat(wanted.most()).isEqualTo(128);
    assertThat(wanted.text()).endsWith("; raise it for http.max-connections 20,000");
  }

  @Test
  void what_is_configured_is_taken_where_there_is_room() throws IOException {
    ConnectionLimit wanted = ConnectionLimit.of(500, 1 << 20, 80, HEAP, 1);
    assertThat(wanted.most()).isEqualTo(500);
    assertThat(wanted.text()).isEqualTo("up to 500 at once, by http.max-connections");
  }

  @Test
  void a_large_limit_is_bounded_by_the_heap_and_by_the_most_that_can_be_configured()
      throws IOException {
    assertThat(ConnectionLimit.of(0, 1 << 30, 80, 256L << 20, 1).most()).isEqualTo(65_536);
    assertThat(ConnectionLimit.of(0, 1 << 30, 80, 1L << 40, 1).most())
        .isEqualTo(HttpConfig.CONNECTIONS_MOST);
    assertThat(ConnectionLimit.of(0, 1 << 20, 80, HEAP, 1).text())
        .isEqualTo("up to 838,746 at once, by the limit on open files (ulimit -n) of 1,048,576");
  }

  @Test
  void a_limit_that_leaves_none_is_refused_with_what_to_raise() {
    assertThatThrownBy(() -> ConnectionLimit.of(0, 128, 90, HEAP, 1))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the limit on open files (ulimit -n) of 128 leaves none for connections: 90 are open, and 64 are kept for the data folder; raise it");
  }

  @Test
  void where_the_system_does_not_say_the_usual_number_holds() throws IOException {
    assertThat(ConnectionLimit.of(0, 0, 0, HEAP, 1).most())
        .isEqualTo(HttpConfig.DEFAULT.maxConnections());
    assertThat(ConnectionLimit.of(70, 0, 0, HEAP, 1).most()).isEqualTo(70);
  }
}
