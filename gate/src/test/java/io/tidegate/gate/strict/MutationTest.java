package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.tidegate.gate.GateFixture;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bytes of good requests and responses, changed at random. Whatever they are, the upstream sees
 * whole requests only, no more of them than the gate has understood, and bodies that were sent;
 * nothing hangs, fails within the gate or leaks.
 */
@Timeout(600)
class MutationTest {

  private static final int SEEDS = Integer.getInteger("gate.seeds", 8);

  /** Of each seed, in each test; by hand it was more. */
  private static final int RUNS = Integer.getInteger("gate.mutations", 1_250);

  /** Time for a response to what may be a whole request, before the client says that it was. */
  private static final int MOMENT_MS = 10;

  private static final int HANG_MS = 20_000;

  /** Characters of what was sent before; on a busy machine more than one request is on its way. */
  private static final int EARLIER_MAX = 50_000;

  private static final String LIKELY = "\r\n :\t/%?,;0aA\0\u00ff\"";
  private static final String CLOSE = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final Pattern HEAD =
      Pattern.compile(
          """
          [!-~]+ [!-~]+ HTTP/1\\.1\r
          Host: 127\\.0\\.0\\.1:\\d+\r
          ([!-9;-~]+: [\\t -~\\x80-\\xff]*\r
          )+\r
          """);
  private static final Pattern ID = Pattern.compile("\r\nX-Request-Id: (\\S+)\r\n");

  private static final Logger NETTY = Logger.getLogger("io.netty");
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
  private static final Handler LISTENER =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (line.getMessage().contains("LEAK")) LEAKS.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private static ResourceLeakDetector.Level level;

  @BeforeAll
  static void lookForLeaks() {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    NETTY.addHandler(LISTENER);
  }

  @AfterAll
  static void stopLooking() {
    ResourceLeakDetector.setLevel(level);
    NETTY.removeHandler(LISTENER);
  }

  @Test
  void of_changed_requests_the_upstream_sees_no_more_than_the_gate_understood() throws Exception {
    List<String> good =
        WireCases.read("requests.txt").stream()
            .filter(wire -> !wire.text('=').isEmpty())
            .map(wire -> wire.text('>'))
            .filter(request -> !request.contains("X-Request-Id")) // the gate's own name them here
            .toList();
    forEachSeed(seed -> () -> changeRequests(good, seed));
  }

  private static @Nullable Void changeRequests(List<String> good, int seed) throws IOException {
    Random random = new Random(seed);
    Set<String> understood = ConcurrentHashMap.newKeySet();
    Set<String> seen = new HashSet<>();
    String earlier = "";
    ServerObserver observer =
        new ServerObserver() {
          @Override
          public void answered(Exchange exchange, int status, long bytes, long durationNs) {
            understood.add(exchange.requestId());
          }
        };
    try (ScriptedServer upstream = ScriptedServer.saying("ok");
        GateFixture gate = GateFixture.of(GateFixture.config(upstream.address()), observer)) {
      for (int i = 0; i < RUNS; i++) {
        String sent = changed(good.get(random.nextInt(good.size())), random);
        int before = upstream.requests().size();
        String got = exchange(gate, sent);
        String run = "seed %d, run %d:\n%s\n---\n%s".formatted(seed, i, sent, got);
        List<String> requests = upstream.requests();
        assertThat(got).as(run).doesNotContain("HTTP/1.1 500 ");
        for (String request : requests.subList(before, requests.size())) {
          assertThat(seen.add(id(request))).as(run).isTrue();
          int bodyFrom = request.indexOf("\r\n\r\n") + 4;
          assertThat(request.substring(0, bodyFrom)).as(run).matches(HEAD);
          if (!request.contains("Transfer-Encoding"))
            assertThat(earlier + sent).as(run).contains(request.substring(bodyFrom));
        }
        earlier = lastOf(earlier + sent); // of which a request may still be on its way
      }
      Wait.until(() -> understood.containsAll(seen));
    }
    return null;
  }

  private static String lastOf(String text) {
    return text.substring(Math.max(0, text.length() - EARLIER_MAX));
  }

  private static String id(String request) {
    Matcher id = ID.matcher(request);
    assertThat(id.find()).as(request).isTrue();
    return id.group(1);
  }

  @Test
  void changed_responses_never_become_the_answer_to_another_request() throws Exception {
    List<String> good =
        WireCases.read("responses.txt").stream()
            .map(wire -> wire.text('>'))
            .filter(response -> !response.isEmpty())
            .toList();
    forEachSeed(seed -> () -> changeResponses(good, seed));
  }

  private static @Nullable Void changeResponses(List<String> good, int seed) throws IOException {
    Random random = new Random(seed);
    Queue<String> next = new ConcurrentLinkedQueue<>();
    try (ScriptedServer upstream =
            new ScriptedServer((request, call) -> {
              String response = request.contains(" /next ") ? null : next.peek();
              if (response == null) {
                call.ok("next");
                return;
              }
              call.send(response);
              call.close();
            });
        GateFixture gate = GateFixture.before(upstream.address())) {
      for (int i = 0; i < RUNS; i++) {
        next.clear();
        next.add(changed(good.get(random.nextInt(good.size())), random));
        String got = exchange(gate, "GET /case" + CLOSE);
        String run = "seed %d, run %d:\n%s\n---\n%s".formatted(seed, i, next, got);
        assertThat(got).as(run).doesNotContain("HTTP/1.1 500 Internal Server Error\r\nDate");
        assertThat(exchange(gate, "GET /next" + CLOSE)).as(run).endsWith("\r\n\r\nnext");
      }
    }
    return null;
  }

  private interface Task {
    Callable<@Nullable Void> of(int seed);
  }

  private static void forEachSeed(Task task) throws Exception {
    List<Future<@Nullable Void>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seed = 1; seed <= SEEDS; seed++) running.add(threads.submit(task.of(seed)));
    }
    for (Future<?> seed : running) seed.get();
    System.gc();
    try (ScriptedServer upstream = ScriptedServer.saying("ok");
        GateFixture gate = GateFixture.before(upstream.address())) {
      for (int i = 0; i < 100; i++) exchange(gate, "GET /" + CLOSE); // tells of what was collected
    }
    assertThat(LEAKS).isEmpty();
  }

  private static String changed(String good, Random random) {
    StringBuilder bytes = new StringBuilder(good);
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = random.nextInt(bytes.length());
      switch (random.nextInt(4)) {
        case 0 -> bytes.setCharAt(at, anyByte(random));
        case 1 -> bytes.insert(at, anyByte(random));
        case 2 -> bytes.insert(at, good.substring(random.nextInt(good.length())));
        default -> bytes.delete(at, Math.min(bytes.length(), at + 1 + random.nextInt(4)));
      }
      if (bytes.isEmpty()) bytes.append('x');
    }
    return bytes.substring(0, Math.min(bytes.length(), 20_000));
  }

  private static char anyByte(Random random) {
    return random.nextBoolean()
        ? LIKELY.charAt(random.nextInt(LIKELY.length()))
        : (char) random.nextInt(256);
  }

  /** Sends, waits a moment, ends, and reads to the end, which must come soon. */
  private static String exchange(GateFixture gate, String sent) throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gate.gate().port())) {
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
      if (!sent.endsWith(CLOSE)) {
        socket.setSoTimeout(MOMENT_MS);
        if (readAll(socket.getInputStream(), got)) return text(got);
        socket.shutdownOutput();
      }
      socket.setSoTimeout(HANG_MS);
      if (!readAll(socket.getInputStream(), got))
        throw new AssertionError("hangs on:\n" + sent + "\n---\n" + text(got));
    } catch (SocketException _) {
      // Cut off: by a refusal, while it still sent, or within a response that will not be whole.
    }
    return text(got);
  }

  /** False if no end comes in time. */
  private static boolean readAll(InputStream in, ByteArrayOutputStream to) throws IOException {
    byte[] bytes = new byte[8_192];
    try {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) to.write(bytes, 0, n);
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
