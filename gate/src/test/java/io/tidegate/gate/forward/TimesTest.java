package io.tidegate.gate.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.GateFixture;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimesTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void an_upstream_that_does_not_respond_in_time_is_a_504_and_is_let_go() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer((_, call) -> call.in().read());
        GateFixture gate = gate(new ForwardTimes(SHORT, LONG, LONG), upstream);
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().problem()).isEqualTo("upstream-late");
      assertThat(client.get("/").reply().status()).isEqualTo(504);
    }
  }

  @Test
  void a_reply_that_stalls_is_cut_off() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              call.in().read();
            });
        GateFixture gate = gate(new ForwardTimes(LONG, SHORT, LONG), upstream);
        RawClient client = gate.connect()) {
      assertThatThrownBy(() -> client.get("/").reply()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_stream_of_events_may_be_silent_for_longer() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
              call.in().read();
            });
        GateFixture gate = gate(new ForwardTimes(SHORT, SHORT, Duration.ofSeconds(1)), upstream);
        RawClient client = gate.connect()) {
      client.get("/").readUntil("data: 1\n\n");
      long began = System.nanoTime();
      client.readUntil("\r\n");
      assertThat(client.isClosed()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(700));
    }
  }

  @Test
  void a_client_that_sends_its_body_slowly_is_no_fault_of_the_upstream() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("whole");
        GateFixture gate = gate(new ForwardTimes(SHORT, SHORT, LONG), upstream);
        RawClient client = gate.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
      Thread.sleep(600);
      assertThat(client.send("cd").reply().text()).isEqualTo("whole");
    }
  }

  private static GateFixture gate(ForwardTimes times, ScriptedServer upstream) throws IOException {
    return GateFixture.of(GateFixture.config(times, upstream.address()));
  }
}
