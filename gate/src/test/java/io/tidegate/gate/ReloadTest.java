package io.tidegate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.breaker.BreakerConfig.WindowType;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reload that changes the endpoints of an upstream leaves everything else of it as it was. */
@Timeout(60)
class ReloadTest {

  @Test
  void a_request_under_way_ends_as_it_began_and_keeps_its_slot_and_its_connection()
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    UpstreamPolicy one =
        UpstreamPolicy.DEFAULT.limited(
            LimitConfig.MOST, LimitConfig.fixed(1), new QueueConfig(10, Duration.ofSeconds(30)));
    try (ScriptedServer first =
            new ScriptedServer((_, call) -> {
              go.await();
              call.ok("first");
            });
        ScriptedServer second = ScriptedServer.saying("second");
        GateFixture gate = GateFixture.of(GateFixture.config(one, first.address()));
        RawClient client = gate.connect();
        RawClient waits = gate.connect()) {
      Upstream upstream = gate.gate().upstreams().getFirst();
      client.get("/");
      Wait.until(() -> first.requests().size() == 1);

      gate.gate().reload(GateFixture.config(one, first.address(), second.address()));
      assertThat(gate.gate().upstreams()).containsExactly(upstream);
      assertThat(upstream.endpoints()).hasSize(2);
      assertThat(upstream.inFlight()).isEqualTo(1);
      waits.get("/");
      Wait.until(() -> upstream.waiting() == 1); // there is one slot, before and after

      gate.gate().reload(GateFixture.config(one, first.address()));
      assertThat(upstream.waiting()).isEqualTo(1);
      go.countDown();
      assertThat(client.reply().text()).isEqualTo("first");
      assertThat(waits.reply().text()).isEqualTo("first");
      assertThat(client.get("/").reply().text()).isEqualTo("first");
      assertThat(first.connections()).isLessThan(3); // a loop has its own, and there are two loops
    }
  }

  @Test
  void an_endpoint_that_leaves_ends_what_it_has_and_gets_nothing_more() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (ScriptedServer leaves =
            new ScriptedServer((_, call) -> {
              go.await();
              call.ok("leaves");
            });
        ScriptedServer comes = ScriptedServer.saying("comes");
        GateFixture gate = GateFixture.of(GateFixture.config(leaves.address()));
        RawClient client = gate.connect();
        RawClient other = gate.connect()) {
      client.get("/");
      Wait.until(() -> leaves.requests().size() == 1);
      gate.gate().reload(GateFixture.config(comes.address()));
      for (int i = 0; i < 5; i++) assertThat(other.get("/").reply().text()).isEqualTo("comes");
      go.countDown();
      assertThat(client.reply().text()).isEqualTo("leaves");
      assertThat(leaves.requests()).hasSize(1);
    }
  }

  @Test
  void what_is_known_of_an_endpoint_that_stays_is_kept() throws Exception {
    BreakerConfig breaker =
        new BreakerConfig(
            WindowType.COUNT_BASED, 4, 4, 50, 100, Duration.ofMinutes(1), Duration.ofHours(1), 1);
    UpstreamPolicy policy = UpstreamPolicy.DEFAULT.judged(EjectionConfig.NONE, breaker, null);
    try (ScriptedServer sick =
            new ScriptedServer(
                (_, call) -> call.send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
        ScriptedServer well = ScriptedServer.saying("well");
        ScriptedServer comes = ScriptedServer.saying("comes");
        GateFixture gate =
            GateFixture.of(GateFixture.config(policy, sick.address(), well.address()));
        RawClient client = gate.connect()) {
      Upstream upstream = gate.gate().upstreams().getFirst();
      while (isUsable(upstream, sick)) client.get("/").reply();
      for (int i = 0; i < 10; i++) assertThat(client.get("/").reply().text()).isEqualTo("well");
      double measuredNs = upstream.endpoints().get(1).meanNs();
      assertThat(measuredNs).isPositive();

      GateConfig next = GateFixture.config(policy, comes.address(), well.address(), sick.address());
      gate.gate().reload(next);
      assertThat(isUsable(upstream, sick)).isFalse();
      assertThat(upstream.endpoints().get(1).meanNs()).isEqualTo(measuredNs);
      int before = sick.requests().size();
      for (int i = 0; i < 10; i++) assertThat(client.get("/").reply().status()).isEqualTo(200);
      assertThat(sick.requests()).hasSize(before);
    }
  }

  @Test
  void a_weight_that_changed_holds_and_an_upstream_that_is_to_be_asked_otherwise_is_made_anew()
      throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("ok");
        GateFixture gate = GateFixture.of(GateFixture.config(upstream.address()))) {
      Upstream before = gate.gate().upstreams().getFirst();
      GateConfig config = GateFixture.config(upstream.address());
      var usual = config.upstreams().getFirst();
      var endpoint = usual.endpoints().getFirst();
      var heavier = usual.with(List.of(new EndpointConfig(endpoint.host(), endpoint.port(), 7)));
      gate.gate().reload(GateFixture.config(List.of(heavier), config.routes().getFirst()));
      assertThat(gate.gate().upstreams()).containsExactly(before);
      assertThat(before.endpoints().getFirst().weight(System.nanoTime())).isEqualTo(7);

      UpstreamPolicy other = UpstreamPolicy.DEFAULT.slowly(Duration.ZERO);
      gate.gate().reload(GateFixture.config(other, upstream.address()));
      assertThat(gate.gate().upstreams()).doesNotContain(before);
    }
  }

  private static boolean isUsable(Upstream upstream, ScriptedServer at) {
    return upstream.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(at.address()))
        .allMatch(endpoint -> endpoint.why(System.nanoTime()) == null);
  }
}
