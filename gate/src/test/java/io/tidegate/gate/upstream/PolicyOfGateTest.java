package io.tidegate.gate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The policies in a real gate, before real servers. */
class PolicyOfGateTest {

  private static final Duration LONG = Duration.ofSeconds(50);
  private static final EjectionConfig FOR_LONG = new EjectionConfig(3, 5, LONG, LONG);

  @Test
  void an_endpoint_that_answers_500s_fast_is_ejected_and_a_good_check_brings_it_back()
      throws Exception {
    CheckConfig check =
        new CheckConfig("/health", Duration.ofMillis(100), Duration.ofSeconds(5), 1, 9, 200, 299);
    Semaphore healthy = new Semaphore(0);
    try (ScriptedServer bad =
            new ScriptedServer((request, call) -> {
              boolean isCheck = request.startsWith("GET /health");
              if (isCheck) healthy.acquire();
              if (isCheck) call.ok("up");
              else call.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
            });
        ScriptedServer good = ScriptedServer.saying("good");
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(
                    UpstreamPolicy.DEFAULT.judged(FOR_LONG, null, check),
                    bad.address(),
                    good.address()));
        RawClient client = gate.connect()) {
      int failed = 0;
      for (int i = 0; i < 40; i++) if (client.get("/").reply().status() == 500) failed++;
      assertThat(failed).isEqualTo(5);
      Endpoint ejected = gate.gate().upstreams().getFirst().endpoints().getFirst();
      assertThat(ejected.why(System.nanoTime())).contains("a status of 500 or more");
      healthy.release(1_000);
      Wait.until(() -> ejected.why(System.nanoTime()) == null);
    }
  }

  @Test
  void an_endpoint_that_is_not_there_is_ejected_and_nobody_notices() throws Exception {
    ScriptedServer gone = ScriptedServer.saying("gone");
    gone.stop();
    try (ScriptedServer there = ScriptedServer.saying("there");
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(
                    UpstreamPolicy.DEFAULT.judged(FOR_LONG, null, null),
                    gone.address(),
                    there.address()));
        RawClient client = gate.connect()) {
      for (int i = 0; i < 20; i++)
        assertThat(client.ask("POST", "/", "x").text()).isEqualTo("there");
      Endpoint ejected = gate.gate().upstreams().getFirst().endpoints().getFirst();
      assertThat(ejected.why(System.nanoTime())).contains("3 failures in a row (no connection)");
    }
  }

  @Test
  void what_exceeds_the_limit_waits_and_what_exceeds_the_queue_is_refused() throws Exception {
    Semaphore go = new Semaphore(0);
    try (ScriptedServer slow = answeringWhen(go);
        GateFixture gate = gate(LimitConfig.MOST, LimitConfig.fixed(1), 1, LONG, slow);
        RawClient first = gate.connect();
        RawClient second = gate.connect();
        RawClient third = gate.connect()) {
      Upstream upstream = gate.gate().upstreams().getFirst();
      first.get("/1");
      Wait.until(() -> slow.requests().size() == 1);
      second.get("/2");
      Wait.until(() -> upstream.waiting() == 1);
      Reply refused = third.get("/3").reply();
      assertThat(refused.problem()).isEqualTo("upstream-busy");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(slow.requests()).hasSize(1);
      go.release(2);
      assertThat(first.reply().status()).isEqualTo(200);
      assertThat(second.reply().status()).isEqualTo(200);
    }
  }

  @Test
  void a_request_waits_no_longer_than_the_deadline() throws Exception {
    Semaphore go = new Semaphore(0);
    try (ScriptedServer slow = answeringWhen(go);
        GateFixture gate =
            gate(LimitConfig.MOST, LimitConfig.fixed(1), 5, Duration.ofMillis(100), slow);
        RawClient first = gate.connect();
        RawClient second = gate.connect()) {
      first.get("/1");
      Wait.until(() -> slow.requests().size() == 1);
      assertThat(second.get("/2").reply().problem()).isEqualTo("upstream-busy");
    }
  }

  @Test
  void a_client_that_goes_away_leaves_the_queue_at_once_and_never_reaches_the_upstream()
      throws Exception {
    Semaphore go = new Semaphore(0);
    try (ScriptedServer slow = answeringWhen(go);
        GateFixture gate = gate(LimitConfig.MOST, LimitConfig.fixed(1), 5, LONG, slow);
        RawClient first = gate.connect();
        RawClient last = gate.connect()) {
      RawClient gone = gate.connect();
      Upstream upstream = gate.gate().upstreams().getFirst();
      first.get("/first");
      Wait.until(() -> slow.requests().size() == 1);
      gone.get("/gone");
      Wait.until(() -> upstream.waiting() == 1);
      gone.close();
      Wait.until(() -> upstream.waiting() == 0);
      last.get("/last");
      go.release(2);
      assertThat(last.reply().status()).isEqualTo(200);
      assertThat(slow.requests()).noneMatch(request -> request.startsWith("GET /gone"));
    }
  }

  @Test
  void many_clients_on_all_loops_share_one_slot_exactly_and_all_are_served() throws Exception {
    assertThat(mostAtOnce(LimitConfig.MOST, LimitConfig.fixed(1))).isEqualTo(1);
  }

  @Test
  void an_endpoint_never_has_more_than_it_may() throws Exception {
    assertThat(mostAtOnce(2, LimitConfig.NONE)).isEqualTo(2);
  }

  @Test
  void clients_that_go_away_at_any_moment_leave_no_slot_taken() throws Exception {
    try (ScriptedServer quick =
            new ScriptedServer((_, call) -> {
              Thread.sleep(1);
              call.ok("ok");
            });
        GateFixture gate = gate(LimitConfig.MOST, LimitConfig.fixed(2), 100, LONG, quick)) {
      Upstream upstream = gate.gate().upstreams().getFirst();
      for (int round = 0; round < 10; round++) {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) clients.add(gate.connect().get("/"));
        for (int i = 0; i < 30; i += 3) clients.get(i).close();
        for (int i = 0; i < 30; i++) {
          if (i % 3 == 0) continue;
          assertThat(clients.get(i).reply().status()).isEqualTo(200);
          clients.get(i).close();
        }
      }
      Wait.until(() -> upstream.inFlight() == 0 && upstream.waiting() == 0);
      Wait.until(() -> upstream.endpoints().getFirst().inFlight() == 0);
    }
  }

  /** Requests at one endpoint at once while thirty clients ask again and again. */
  private static int mostAtOnce(int perEndpoint, LimitConfig limit) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<RawClient> clients = new ArrayList<>();
    try (ScriptedServer counts =
            new ScriptedServer((_, call) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.sleep(1);
              now.decrementAndGet();
              call.ok("ok");
            });
        GateFixture gate = gate(perEndpoint, limit, 100, LONG, counts)) {
      for (int i = 0; i < 30; i++) clients.add(gate.connect());
      for (int round = 0; round < 5; round++) {
        for (RawClient client : clients) client.get("/");
        for (RawClient client : clients) assertThat(client.reply().status()).isEqualTo(200);
      }
      assertThat(gate.gate().upstreams().getFirst().waiting()).isZero();
      for (RawClient client : clients) client.close();
    }
    return most.get();
  }

  private static ScriptedServer answeringWhen(Semaphore go) throws Exception {
    return new ScriptedServer((_, call) -> {
      go.acquire();
      call.ok("ok");
    });
  }

  private static GateFixture gate(
      int perEndpoint, LimitConfig limit, int places, Duration deadline, ScriptedServer upstream)
      throws Exception {
    UpstreamPolicy policy =
        UpstreamPolicy.DEFAULT.limited(perEndpoint, limit, new QueueConfig(places, deadline));
    return GateFixture.of(GateFixture.config(policy, upstream.address()));
  }
}
