package io.tidegate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Who goes first where not all can go. */
class PriorityTest {

  private final Semaphore answers = new Semaphore(0);

  @Test
  void at_a_full_upstream_the_higher_priority_goes_first() throws Exception {
    QueueConfig queue = new QueueConfig(10, Duration.ofSeconds(30));
    try (ScriptedServer upstream = upstream();
        GateFixture gate = gate(upstream, queue)) {
      List<RawClient> clients = asks(gate, upstream, "/", "/later", "/", "/checkout");
      answers.release(4);
      for (RawClient client : clients) assertThat(client.reply().status()).isEqualTo(200);
      assertThat(paths(upstream)).containsExactly("/", "/checkout", "/", "/later");
    }
  }

  @Test
  void in_a_full_queue_the_higher_priority_takes_the_place_of_the_lowest() throws Exception {
    QueueConfig queue = new QueueConfig(1, Duration.ofSeconds(30));
    try (ScriptedServer upstream = upstream();
        GateFixture gate = gate(upstream, queue)) {
      List<RawClient> clients = asks(gate, upstream, "/", "/later");
      try (RawClient pays = gate.connect()) {
        pays.send(get("/checkout"));
        assertThat(clients.get(1).reply().problem()).isEqualTo("upstream-busy");
        answers.release(2);
        assertThat(pays.reply().status()).isEqualTo(200);
      }
    }
  }

  private ScriptedServer upstream() throws IOException {
    return new ScriptedServer((_, call) -> {
      answers.acquire();
      call.ok("paid");
    });
  }

  /** One request at a time, on three routes. */
  private static GateFixture gate(ScriptedServer upstream, QueueConfig queue) throws IOException {
    UpstreamConfig usual = GateFixture.upstream("shop", upstream.address());
    UpstreamConfig limited =
        new UpstreamConfig(
            usual.name(),
            usual.endpoints(),
            usual.connect(),
            UpstreamPolicy.DEFAULT.limited(LimitConfig.MOST, LimitConfig.fixed(1), queue));
    return GateFixture.of(
        GateFixture.config(
            List.of(limited),
            route("/checkout", Priority.CHECKOUT),
            route("/later", Priority.ENTERING),
            route("/", Priority.ADMITTED)));
  }

  private static RouteConfig route(String path, Priority priority) {
    return RouteConfig.of(RouteMatch.path(path)).upstream("shop").priority(priority).build();
  }

  /** One after the other; the first is with the upstream, the others wait. */
  private static List<RawClient> asks(GateFixture gate, ScriptedServer upstream, String... paths)
      throws Exception {
    Upstream behind = gate.gate().upstreams().getFirst();
    List<RawClient> clients = new ArrayList<>();
    for (String path : paths) {
      int waits = clients.size();
      RawClient client = gate.connect();
      clients.add(client);
      client.send(get(path));
      Wait.until(() -> upstream.requests().size() == 1 && behind.waiting() == waits);
    }
    return clients;
  }

  private static List<String> paths(ScriptedServer upstream) {
    return upstream.requests().stream().map(request -> request.split(" ", 3)[1]).toList();
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
}
