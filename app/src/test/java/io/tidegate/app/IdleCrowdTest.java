package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crowd that waits at a gate of 256 MB, each over a connection of its own that mostly is idle.
 */
@Timeout(300)
class IdleCrowdTest {

  private static final int CROWD = 15_000;

  /** What this process and the gate need each: a fifth of it is for who is turned away. */
  private static final int DESCRIPTORS = 19_500;

  private static final int AT_ONCE = 32;
  private static final int OTHERS = 200;

  /** Of the heap, for a connection and what is known of who waits. */
  private static final long BYTES_EACH = 6_000;

  private static final long FLAT_BYTES = 16 << 20;

  private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  @TempDir private Path folder;
  private final List<Waiter> crowd = new ArrayList<>();
  private GateProcess gate = GateProcess.none();

  @AfterEach
  void end() throws Exception {
    for (Waiter waiter : crowd) waiter.client.close();
    gate.kill();
  }

  /** Somebody in line, and where the line last was. */
  private record Waiter(RawClient client, String ticket) {

    long ahead() throws IOException {
      return ask("Tidegate-Ticket: " + ticket + "\r\n").is(429).number("ahead");
    }

    private Reply ask(String fields) throws IOException {
      return client.send("GET /sale HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").reply();
    }
  }

  @Test
  void fifteen_thousand_wait_in_flat_memory_while_others_are_served() throws Exception {
    Needs.that(descriptors() >= DESCRIPTORS, "ulimit -n is below " + DESCRIPTORS);
    try (ScriptedServer upstream = ScriptedServer.saying("served")) {
      gate = GateProcess.open(GateProcess.file(folder, yaml(upstream.address())));
      try (RawClient first = gate.connect()) {
        first.get("/sale").reply().is(429); // whose turn comes at once, so that all others wait
        serveOthers();
        long before = liveBytes();
        forAll(CROWD, _ -> join());
        long with = liveBytes();
        assertThat((with - before) / CROWD).as("bytes each").isLessThan(BYTES_EACH);
        pollAll();
        long resident = gate.residentBytes();
        for (int round = 0; round < 2; round++) pollAll();
        assertThat(liveBytes() - with).as("more by polling").isLessThan(FLAT_BYTES);
        assertThat(gate.residentBytes() - resident).as("resident").isLessThan(4 * FLAT_BYTES);
        floodToTheLimit();
        serveOthers();
      }
    }
  }

  private static String yaml(String address) {
    return """
    routes:
      - path: /sale
        upstream: "%1$s"
        room: {name: sale, people: 1, inside-max: 1, joins-per-minute: 1000000}
      - path: /
        upstream: "%1$s"
    """
        .formatted(address);
  }

  private void join() throws IOException {
    RawClient client = gate.connect();
    Reply waits = client.get("/sale").reply().is(429);
    synchronized (crowd) {
      crowd.add(new Waiter(client, waits.header("tidegate-ticket")));
    }
  }

  /** Each asks once over its own connection, and each has another place. */
  private void pollAll() throws Exception {
    List<AtomicInteger> places = new ArrayList<>();
    for (int i = 0; i < CROWD + 1; i++) places.add(new AtomicInteger());
    forAll(CROWD, i -> places.get((int) crowd.get(i).ahead()).incrementAndGet());
    assertThat(places.subList(0, CROWD)).allMatch(people -> people.get() == 1);
  }

  private interface Step {
    void run(int i) throws IOException;
  }

  private static void forAll(int count, Step step) throws Exception {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++)
        running.add(
            threads.submit(() -> {
              for (int at = next.getAndIncrement(); at < count; at = next.getAndIncrement())
                step.run(at);
              return null;
            }));
    }
    for (Future<?> each : running) each.get();
  }

  /** People before a page without a room, each over a new connection. */
  private void serveOthers() throws IOException {
    for (int i = 0; i < OTHERS; i++)
      try (RawClient other = gate.connect()) {
        assertThat(other.get("/open").reply().is(200).text()).isEqualTo("served");
      }
  }

  /** Connections that say nothing, until one is too many; those that are there are served. */
  private void floodToTheLimit() throws Exception {
    List<RawClient> flood = new ArrayList<>();
    try (RawClient served = gate.connect()) {
      while (refused() == 0) for (int i = 0; i < AT_ONCE; i++) flood.add(gate.connect());
      for (int i = 0; i < OTHERS; i++) {
        assertThat(served.get("/open").reply().is(200).text()).isEqualTo("served");
        assertThat(crowd.get(i).ahead()).isLessThan(CROWD);
      }
    } finally {
      for (RawClient client : flood) client.close();
    }
    Wait.until(() -> figure("http_connections") < CROWD + OTHERS);
  }

  private double refused() throws IOException {
    return figure("http_connections_refused_total");
  }

  private double figure(String name) throws IOException {
    Matcher found =
        Pattern.compile("(?m)^tidegate_" + name + " (\\S+)$")
            .matcher(gate.ask("GET", "/metrics", "").is(200).text());
    assertThat(found.find()).as(name).isTrue();
    return Double.parseDouble(found.group(1));
  }

  /** What is reachable on the gate's heap, after a full collection. */
  private long liveBytes() throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asks = new ProcessBuilder(jcmd, "" + gate.pid(), "GC.class_histogram").start();
    String said = new String(asks.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher live = LIVE.matcher(said);
    assertThat(live.find()).as(said).isTrue();
    return Long.parseLong(live.group(1));
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : 0;
  }
}
