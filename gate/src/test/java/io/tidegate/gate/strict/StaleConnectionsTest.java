package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An upstream that ends idle connections just as they are used again costs nobody a request. */
@Timeout(120)
class StaleConnectionsTest {

  /** As short as a server's idle time gets, and longer than what a POST may ride on. */
  private static final int IDLE_MS = 1_000;

  private static final int CLIENTS = 60;
  private static final int REQUESTS = 6;

  @Test
  void requests_timed_around_the_idle_time_of_the_upstream_all_get_their_answers()
      throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              call.ok("ok");
              call.socket().setSoTimeout(IDLE_MS + new Random().nextInt(200)); // then it closes
            });
        GateFixture gate = GateFixture.before(upstream.address());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int seed = 0; seed < CLIENTS; seed++) clients.add(threads.submit(client(gate, seed)));
      for (Future<?> client : clients) client.get();
      assertThat(upstream.connections()).isGreaterThan(10);
    }
  }

  private static Callable<Integer> client(GateFixture gate, int seed) {
    return () -> {
      Random random = new Random(seed);
      try (RawClient client = gate.connect()) {
        for (int i = 0; i < REQUESTS; i++) {
          String method = random.nextBoolean() ? "GET" : "POST";
          assertThat(client.ask(method, "/", method.equals("GET") ? "" : "x").status())
              .as("seed %d, request %d", seed, i)
              .isEqualTo(200);
          LockSupport.parkNanos((IDLE_MS - 50 + random.nextInt(300)) * 1_000_000L);
        }
      }
      return REQUESTS;
    };
  }
}
