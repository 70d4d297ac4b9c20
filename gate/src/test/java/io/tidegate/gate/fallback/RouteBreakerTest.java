package io.tidegate.gate.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.breaker.BreakerConfig.WindowType;
import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.cache.CacheConfig;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The circuit breaker of a route. */
@Timeout(60)
class RouteBreakerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String FAILED = "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";

  /** Opens after two failures of four calls, or four slow ones. */
  private static BreakerConfig breaker(Duration slow, Duration open) {
    return new BreakerConfig(WindowType.COUNT_BASED, 4, 4, 50, 100, slow, open, 1);
  }

  private static GateFixture gate(
      UpstreamPolicy policy, RouteConfig.Builder route, ScriptedServer upstream)
      throws IOException {
    UpstreamConfig usual = GateFixture.upstream("u", upstream.address());
    return GateFixture.of(
        GateFixture.config(
            List.of(new UpstreamConfig("u", usual.endpoints(), usual.connect(), policy)),
            route.build()));
  }

  private static GateFixture gate(RouteConfig.Builder route, ScriptedServer upstream)
      throws IOException {
    UpstreamPolicy none = UpstreamPolicy.DEFAULT.judged(EjectionConfig.NONE, null, null);
    return gate(none, route, upstream);
  }

  private static RouteConfig.Builder route(BreakerConfig breaker) {
    return RouteConfig.of(RouteMatch.path("/")).upstream("u").breaker(breaker);
  }

  private static CircuitBreaker of(GateFixture gate) {
    return Objects.requireNonNull(gate.gate().routes().getFirst().breaker());
  }

  @Test
  void too_many_failures_open_it_and_a_trial_that_succeeds_closes_it() throws Exception {
    AtomicBoolean well = new AtomicBoolean();
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              if (well.get()) call.ok("well");
              else call.send(FAILED);
            });
        GateFixture gate = gate(route(breaker(LONG, Duration.ofMillis(700))), upstream);
        RawClient client = gate.connect()) {
      for (int i = 0; i < 4; i++) assertThat(client.get("/").reply().status()).isEqualTo(500);
      Reply refused = client.get("/").reply();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.problem()).isEqualTo("circuit-open");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(upstream.requests()).hasSize(4);
      assertThat(of(gate).state()).isEqualTo(CircuitBreaker.State.OPEN);
      assertThat(of(gate).refused()).isEqualTo(1);
      well.set(true);
      Wait.until(() -> client.get("/").reply().text().equals("well"));
      assertThat(of(gate).state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }
  }

  @Test
  void an_open_one_answers_by_the_fallback_and_a_reload_of_the_same_route_leaves_it_open()
      throws Exception {
    FallbackConfig reply =
        new FallbackConfig(false, null, null, new FallbackConfig.Reply(200, "text/plain", "later"));
    RouteConfig.Builder route = route(breaker(LONG, Duration.ofHours(1))).fallback(reply);
    try (ScriptedServer upstream = new ScriptedServer((_, call) -> call.send(FAILED));
        GateFixture gate = gate(route, upstream);
        RawClient client = gate.connect()) {
      for (int i = 0; i < 4; i++) assertThat(client.get("/").reply().status()).isEqualTo(500);
      assertThat(client.get("/").reply().text()).isEqualTo("later");
      gate.gate()
          .reload(
              GateFixture.config(
                  List.of(GateFixture.upstream("u", upstream.address())), route.build()));
      assertThat(client.ask("POST", "/", "x").text()).isEqualTo("later");
      assertThat(upstream.requests()).hasSize(4);
    }
  }

  @Test
  void calls_that_are_slow_open_it_also_where_their_clients_leave_before_the_response()
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    BreakerConfig config = breaker(Duration.ofMillis(50), Duration.ofHours(1));
    try (ScriptedServer upstream = new ScriptedServer((_, _) -> go.await());
        GateFixture gate = gate(route(config), upstream)) {
      for (int i = 1; i <= 4; i++) {
        try (RawClient client = gate.connect()) {
          int asked = i;
          client.get("/");
          Wait.until(() -> upstream.requests().size() == asked);
          Thread.sleep(60); // longer than what is slow
        }
      }
      Wait.until(() -> of(gate).state() == CircuitBreaker.State.OPEN);
      assertThat(of(gate).why()).contains("100 % of the last 4 calls were slow");
      go.countDown();
    }
  }

  @Test
  void late_responses_and_connections_that_are_refused_are_failures() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ForwardTimes times = new ForwardTimes(Duration.ofMillis(50), LONG, LONG);
    try (ScriptedServer late = new ScriptedServer((_, _) -> go.await());
        ScriptedServer gone = ScriptedServer.saying("gone");
        GateFixture first = gate(route(breaker(LONG, LONG)).times(times), late);
        GateFixture second = gate(route(breaker(LONG, LONG)), gone);
        RawClient client = first.connect();
        RawClient other = second.connect()) {
      gone.stop();
      for (int i = 0; i < 4; i++) {
        assertThat(client.get("/").reply().problem()).isEqualTo("upstream-late");
        assertThat(other.get("/").reply().problem()).isEqualTo("unreachable");
      }
      assertThat(client.get("/").reply().problem()).isEqualTo("circuit-open");
      assertThat(other.get("/").reply().problem()).isEqualTo("circuit-open");
      go.countDown();
    }
  }

  @Test
  void an_upstream_that_is_full_is_no_failure_since_opening_would_serve_nobody() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    UpstreamPolicy one =
        UpstreamPolicy.DEFAULT.limited(
            LimitConfig.MOST, LimitConfig.fixed(1), new QueueConfig(0, Duration.ofMillis(10)));
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              go.await();
              call.ok("ok");
            });
        GateFixture gate = gate(one, route(breaker(LONG, LONG)), upstream);
        RawClient inside = gate.connect();
        RawClient client = gate.connect()) {
      inside.get("/");
      Wait.until(() -> upstream.requests().size() == 1);
      for (int i = 0; i < 10; i++)
        assertThat(client.get("/").reply().problem()).isEqualTo("upstream-busy");
      assertThat(of(gate).state()).isEqualTo(CircuitBreaker.State.CLOSED);
      go.countDown();
      assertThat(inside.reply().text()).isEqualTo("ok");
    }
  }

  @Test
  void what_is_fresh_in_the_cache_goes_out_past_an_open_one() throws Exception {
    RouteConfig.Builder route =
        route(breaker(LONG, Duration.ofHours(1))).cache(CacheConfig.DEFAULT);
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              if (request.startsWith("GET /kept"))
                call.send(
                    "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\nkept");
              else call.send(FAILED);
            });
        GateFixture gate = gate(route, upstream);
        RawClient client = gate.connect()) {
      assertThat(client.get("/kept").reply().text()).isEqualTo("kept");
      for (int i = 0; i < 3; i++) client.get("/fails").reply();
      assertThat(client.get("/fails").reply().problem()).isEqualTo("circuit-open");
      assertThat(client.get("/kept").reply().header("cache-status")).contains("hit");
    }
  }
}
