package io.tidegate.gate.sight;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GateCountsTest {

  @Test
  void responses_connections_and_bytes_are_counted_for_each_endpoint(@TempDir Path folder)
      throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              boolean missing = request.startsWith("GET /none");
              call.send(
                  "HTTP/1.1 "
                      + (missing ? "404 Not Found" : "200 OK")
                      + "\r\nContent-Length: 5\r\n\r\nhello");
            });
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect();
        MetricRegistry registry = new MetricRegistry(folder)) {
      registry.add(gate.gate().counts()::collect);
      client.get("/a").reply().is(200);
      client.get("/b").reply().is(200);
      client.get("/none").reply().is(404);
      client.ask("POST", "/c", "{}").is(200);
      EndpointFigures figures = of(gate, upstream.address());
      assertThat(figures.responses(2)).isEqualTo(3);
      assertThat(figures.responses(4)).isEqualTo(1);
      assertThat(figures.ends(AttemptEnd.WHOLE)).isEqualTo(4);
      assertThat(figures.failures()).isZero();
      assertThat(figures.headNs(0.5)).isBetween(1L, 10_000_000_000L);
      String text = registry.text();
      String labels = "endpoint=\"" + upstream.address() + "\"";
      String end = ",upstream=\"upstream\"} ";
      assertThat(text)
          .contains("tidegate_gate_responses_total{class=\"2xx\"," + labels + end + "3.0")
          .contains("tidegate_gate_connections_total{" + labels + ",kind=\"reused\"" + end + "3.0")
          .contains("tidegate_gate_connections_total{" + labels + ",kind=\"opened\"" + end + "1.0")
          .contains(
              "tidegate_gate_body_bytes_total{direction=\"received\"," + labels + end + "20.0")
          .contains("tidegate_gate_body_bytes_total{direction=\"sent\"," + labels + end + "2.0")
          .contains("tidegate_gate_head_seconds_count{" + labels + end + "4")
          .contains("tidegate_gate_response_seconds_count{" + labels + end + "4");
    }
  }

  @Test
  void a_failed_attempt_counts_where_it_failed_and_the_retry_where_it_went() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello")) {
      String dead = "127.0.0.1:" + portOfNobody();
      try (GateFixture gate = GateFixture.before(dead, upstream.address());
          RawClient client = gate.connect()) {
        for (int i = 0; i < 4; i++) client.get("/").reply().is(200);
        EndpointFigures failed = of(gate, dead);
        assertThat(failed.ends(AttemptEnd.UNREACHABLE)).isPositive();
        assertThat(failed.failures()).isEqualTo(failed.ends(AttemptEnd.UNREACHABLE));
        assertThat(failed.responses()).isZero();
        assertThat(of(gate, upstream.address()).retries()).isEqualTo(failed.failures());
      }
    }
  }

  @Test
  void a_client_that_goes_away_is_not_the_endpoints_failure() throws Exception {
    try (ScriptedServer upstream = new ScriptedServer((_, _) -> {});
        GateFixture gate = GateFixture.before(upstream.address())) {
      try (RawClient client = gate.connect()) {
        client.get("/");
        Wait.until(() -> upstream.requests().size() == 1);
      }
      Wait.until(() -> of(gate, upstream.address()).ends(AttemptEnd.ABANDONED) == 1);
      assertThat(of(gate, upstream.address()).failures()).isZero();
    }
  }

  @Test
  void what_is_counted_of_an_endpoint_that_is_gone_is_forgotten() {
    GateCounts counts = new GateCounts(2);
    for (String endpoint : new String[] {"old:1", "new:1"}) {
      ForwardTrace trace = counts.loop(1).trace("shop");
      trace.attempt(endpoint);
      trace.ended(AttemptEnd.LATE);
    }
    counts.retain((_, endpoint) -> endpoint.equals("new:1"));
    assertThat(counts.figures().keySet()).containsExactly(new EndpointKey("shop", "new:1"));
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return nobody.getLocalPort();
    }
  }

  private static EndpointFigures of(GateFixture gate, String endpoint) {
    return gate.gate()
        .counts()
        .figures()
        .getOrDefault(new EndpointKey("upstream", endpoint), EndpointFigures.NONE);
  }
}
