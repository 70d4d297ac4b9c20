package io.tidegate.gate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.RetryConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the simulations say, once for real: three servers, one of them goes wrong under load. */
class FaultOfRealUpstreamTest {

  private static final int CLIENTS = 8;
  private static final int REQUESTS_EACH = 60;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration TIME_OUT = Duration.ofMillis(500);

  /** Faults that are noticed before those under way at that moment have met it too. */
  private static final int FAULTS_AND_UNDER_WAY = 3 + CLIENTS;

  private static final int STATUSES_AND_UNDER_WAY = 5 + CLIENTS;

  @Test
  void one_of_three_hangs() throws Exception {
    Load load = run((_, call) -> call.in().read());
    assertThat(load.failed()).isBetween(1, FAULTS_AND_UNDER_WAY);
  }

  @Test
  void one_of_three_answers_500s_fast() throws Exception {
    Load load = run((_, call) -> call.send("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"));
    assertThat(load.failed()).isBetween(5, STATUSES_AND_UNDER_WAY);
    assertThat(load.there()).isEqualTo(load.failed());
  }

  @Test
  void one_of_three_ends_each_connection() throws Exception {
    Load load = run((_, call) -> call.close());
    assertThat(load.failed()).isLessThanOrEqualTo(CLIENTS - RetryConfig.DEFAULT.least());
    assertThat(load.there()).isBetween(3, FAULTS_AND_UNDER_WAY);
  }

  @Test
  void one_of_three_dies() throws Exception {
    Load load = run((_, call) -> call.close(), ScriptedServer::stop);
    assertThat(load.failed()).isZero(); // nothing was sent to it
    assertThat(load.there()).isZero();
  }

  @Test
  void one_of_three_is_many_times_slower() throws Exception {
    Load load =
        run((_, call) -> {
          Thread.sleep(100);
          call.ok("slow");
        });
    assertThat(load.failed()).isZero();
    assertThat(load.there()).isLessThan(CLIENTS * REQUESTS_EACH / 6);
  }

  /**
   * What came of it.
   *
   * @param failed requests that were not answered with 200
   * @param there requests that the bad server had
   */
  private record Load(int failed, int there) {}

  /** What befalls a server before the load. */
  private interface Fate {
    void befall(ScriptedServer server) throws IOException;
  }

  private static Load run(ScriptedServer.Script wrong) throws Exception {
    return run(wrong, _ -> {});
  }

  private static Load run(ScriptedServer.Script wrong, Fate fate) throws Exception {
    EjectionConfig forLong = new EjectionConfig(3, 5, LONG, LONG);
    try (ScriptedServer bad = new ScriptedServer(wrong);
        ScriptedServer good = new ScriptedServer(FaultOfRealUpstreamTest::well);
        ScriptedServer better = new ScriptedServer(FaultOfRealUpstreamTest::well);
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(
                    new ForwardTimes(TIME_OUT, LONG, LONG),
                    UpstreamPolicy.DEFAULT.judged(forLong, null, null),
                    bad.address(),
                    good.address(),
                    better.address()))) {
      fate.befall(bad);
      AtomicInteger failed = new AtomicInteger();
      Thread[] clients = new Thread[CLIENTS];
      for (int i = 0; i < CLIENTS; i++)
        clients[i] = Thread.ofVirtual().start(() -> ask(gate, failed));
      for (Thread client : clients) client.join();
      return new Load(failed.get(), bad.requests().size());
    }
  }

  private static void well(String request, ScriptedServer.Call call)
      throws IOException, InterruptedException {
    Thread.sleep(2);
    call.ok("well");
  }

  private static void ask(GateFixture gate, AtomicInteger failed) {
    try (RawClient client = gate.connect()) {
      for (int i = 0; i < REQUESTS_EACH; i++)
        if (client.get("/").reply().status() != 200) failed.incrementAndGet();
    } catch (Exception e) {
      failed.addAndGet(CLIENTS * REQUESTS_EACH); // the test says that it is too many
    }
  }
}
