package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import io.tidegate.gate.Gate;
import io.tidegate.gate.GateFixture;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Crowds of clients that send a head or a body without end, or take no reply (Slowloris): others
 * are served meanwhile in flat memory, and all of the crowd is sent away.
 */
@Timeout(120)
class SlowClientsTest {

  private static final int CROWD = 100;
  private static final int OTHERS = 60;
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration NEVER = Duration.ofMinutes(5);

  /** What may be on its way to clients that take nothing, and some chunks of the pool. */
  private static final long FLAT_BYTES = 64 << 20;

  private static final String LARGE = "x".repeat(4 << 20);

  private final List<RawClient> crowd = new ArrayList<>();
  private final List<Thread> drips = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final ServerObserver observer =
      new ServerObserver() {
        @Override
        public void opened() {
          open.incrementAndGet();
        }

        @Override
        public void closed() {
          open.decrementAndGet();
        }
      };

  private interface Step {
    void run(RawClient client) throws IOException;
  }

  @AfterEach
  void end() throws Exception {
    drips.forEach(Thread::interrupt);
    for (Thread drip : drips) drip.join();
    for (RawClient client : crowd) client.close();
  }

  @Test
  void heads_that_come_byte_by_byte() throws Exception {
    sentAway(
        GateFixture.HTTP.times(SOON, NEVER, NEVER, NEVER),
        client -> drip(client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")));
  }

  @Test
  void bodies_that_do_not_go_on() throws Exception {
    sentAway(
        GateFixture.HTTP.times(NEVER, SOON, NEVER, NEVER),
        client -> client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"));
  }

  @Test
  void replies_that_nobody_takes() throws Exception {
    sentAway(
        GateFixture.HTTP.times(NEVER, NEVER, NEVER, SOON),
        client -> client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n"));
  }

  private void sentAway(HttpConfig http, Step slow) throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer(
                (request, call) -> call.ok(request.startsWith("GET /large") ? LARGE : "served"));
        Gate gate = Gate.start(GateFixture.config(upstream.address()), http, observer, null)) {
      serveOthers(gate);
      Wait.until(() -> open.get() == 0);
      long before = used();
      for (int i = 0; i < CROWD; i++) {
        crowd.add(new RawClient(gate.port(), 4_096));
        slow.run(crowd.getLast());
      }
      serveOthers(gate);
      assertThat(used() - before).isLessThan(FLAT_BYTES);
      Wait.until(() -> open.get() == 0);
      serveOthers(gate);
    }
  }

  private static void serveOthers(Gate gate) throws IOException {
    for (int i = 0; i < OTHERS; i++)
      try (RawClient other = new RawClient(gate.port())) {
        assertThat(other.get("/").reply().is(200).text()).isEqualTo("served");
      }
  }

  private void drip(RawClient client) {
    drips.add(
        Thread.startVirtualThread(() -> {
          try {
            while (!Thread.interrupted()) {
              client.send("x");
              LockSupport.parkNanos(100_000_000);
            }
          } catch (IOException _) {
            // Sent away, which the test waits for.
          }
        }));
  }

  private static long used() {
    PooledByteBufAllocatorMetric metric = PooledByteBufAllocator.DEFAULT.metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }
}
