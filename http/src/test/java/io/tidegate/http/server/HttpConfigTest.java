package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HttpConfigTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void the_defaults_are_for_one_machine() {
    HttpConfig config = HttpConfig.DEFAULT;
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8081);
    assertThat(config.eventLoops()).isBetween(1, 16);
    assertThat(config.maxConnections()).isEqualTo(20_000);
    assertThat(config.maxBodyBytes()).isEqualTo(65_536);
    assertThat(config.maxHeadBytes()).isEqualTo(8_192);
    assertThat(config.maxRequestLineBytes()).isEqualTo(4_096);
    assertThat(config.idle()).isEqualTo(Duration.ofSeconds(75));
    assertThat(config.write()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.maxStreams()).isEqualTo(10_000);
    assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void each_change_changes_what_it_names_and_nothing_else() {
    HttpConfig config =
        HttpConfig.DEFAULT
            .at("localhost", 1)
            .loops(3)
            .limits(4, 5)
            .times(SECOND, SECOND.plusMillis(1), SECOND.plusMillis(2), SECOND.plusMillis(3))
            .streams(6, SECOND.plusMillis(4))
            .heads(1_000)
            .takingAnyEscapes();
    assertThat(config)
        .isEqualTo(
            new HttpConfig(
                "localhost",
                1,
                3,
                4,
                5,
                1_000,
                1_000,
                SECOND,
                SECOND.plusMillis(1),
                SECOND.plusMillis(2),
                SECOND.plusMillis(3),
                6,
                SECOND.plusMillis(4),
                true));
  }

  @Test
  void every_bound_is_refused_with_its_key() {
    HttpConfig config = HttpConfig.DEFAULT;
    refused("http.host", c -> c.at(" ", 1));
    for (int port : List.of(-1, 65_536)) refused("http.port", c -> c.at("a", port));
    for (int loops : List.of(0, 65)) refused("http.event-loops", c -> c.loops(loops));
    for (int connections : List.of(0, 1_000_001))
      refused("http.max-connections", c -> c.limits(connections, 1));
    for (int bytes : List.of(-1, 16 * 1024 * 1024 + 1))
      refused("http.max-body-bytes", c -> c.limits(1, bytes));
    for (int bytes : List.of(255, 65_537)) refused("http.max-head-bytes", _ -> heads(bytes, 100));
    for (int bytes : List.of(63, 1_001))
      refused("http.max-request-line-bytes", _ -> heads(1_000, bytes));
    for (Duration time : List.of(Duration.ofMillis(9), Duration.ofHours(2))) {
      refused("http.head-ms", c -> c.times(time, SECOND, SECOND, SECOND));
      refused("http.body-ms", c -> c.times(SECOND, time, SECOND, SECOND));
      refused("http.idle-ms", c -> c.times(SECOND, SECOND, time, SECOND));
      refused("http.write-ms", c -> c.times(SECOND, SECOND, SECOND, time));
      refused("http.heartbeat-ms", c -> c.streams(1, time));
    }
    for (int streams : List.of(-1, 1_000_001))
      refused("http.max-streams", c -> c.streams(streams, SECOND));
    assertThat(config.limits(1, 0).maxBodyBytes()).isZero();
  }

  private static HttpConfig heads(int head, int line) {
    return new HttpConfig(
        "a", 1, 1, 1, 1, head, line, SECOND, SECOND, SECOND, SECOND, 1, SECOND, false);
  }

  private static void refused(String key, UnaryOperator<HttpConfig> change) {
    assertThatThrownBy(() -> change.apply(HttpConfig.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }
}
