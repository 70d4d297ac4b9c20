package io.tidegate.bench.waiting;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.ReplyHeads;
import io.tidegate.bench.load.RequestSource;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Nginx;
import io.tidegate.bench.peer.PeerProcess;
import io.tidegate.bench.peer.Proxies;
import io.tidegate.bench.peer.ProxySetup;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A million people before one gate: they join over HTTP, and then ask as often as the gate tells
 * them to, as the waiting page does and as programs do.
 */
public final class WaitingBench {
  private static final int PEOPLE = 1_000_000;
  private static final double JOINS_PER_SECOND = 20_000;
  private static final int CONNECTIONS = 1_000;
  private static final int ASKED_FOR_INTERVAL = 1_000;

  /** People at the head, whose turn may come meanwhile: a program then goes through. */
  private static final int HEAD = 10_000;

  private static final double WARM_SECONDS = 10;
  private static final double SECONDS = 40;
  private static final String HEAP = "-Xmx512m";
  private static final String PATH = "/sale";
  private static final String PLACE = "/.tidegate/rooms/sale/place";
  private static final byte[] JOIN =
      ("GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  private static final String ROOM =
      "room: {name: sale, people: 50, every-ms: 1000, inside-max: 1000, joins-per-minute: 1000000}";
  private static final double MEGABIT = 1e6 / 8;
  private static final double CORES_MAX = 1;
  private static final double AGE_MS_MAX = 1_000;

  private final Setting setting;
  private final Report report = new Report();
  private final Crowd crowd;
  private final int people;

  private WaitingBench(Setting setting) {
    this.setting = setting;
    people = setting.quick() ? PEOPLE / 10 : PEOPLE;
    crowd = new Crowd(people);
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new WaitingBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    if (!Nginx.found())
      return report.isVoid(
          "nginx, which is the upstream, was not found (`apt-get install nginx-light`)");
    report.say(
        "%,d people before the room of one gate (`%s`), which has its journal on this machine's file system. They join over HTTP as programs do, from one address, %,.0f a second. The room calls 50 people a second. Then they ask for their places over %,d connections, all of them by turns, as often as the gate tells them to: the rate is made of what it told %,d of them, from the first to the last. Generator and gate share the cores; no TLS."
            .formatted(people, HEAP, JOINS_PER_SECOND, CONNECTIONS, ASKED_FOR_INTERVAL));
    Map<String, byte[]> files = Map.of("sale", new byte[1_024]);
    try (Subject upstream = Nginx.upstream(setting.fresh("upstream"), files);
        PeerProcess gate =
            Proxies.gate(
                setting.home(),
                new ProxySetup(setting.fresh("gate"), upstream.port(), null),
                new Proxies.GateOptions("ours", ROOM, HEAP))) {
      join(gate);
      ask(gate);
    }
    return report;
  }

  // ---- joining

  private void join(PeerProcess gate) throws IOException, InterruptedException {
    long heapBefore = gate.server().liveHeapBytes();
    setting.say("%,d people join".formatted(people));
    ByteBuffer join = ByteBuffer.allocateDirect(JOIN.length).put(JOIN);
    Usage before = gate.usage();
    OpenLoopResult joins =
        OpenLoop.run(
            gate.port(),
            join::clear,
            crowd,
            CONNECTIONS,
            JOINS_PER_SECOND,
            people / JOINS_PER_SECOND,
            429);
    check("joins", joins);
    Usage after = gate.usage();
    long heap = gate.server().liveHeapBytes();
    report.table(
        new Table(
                "joins",
                "a second",
                "p50 ms",
                "p99 ms",
                "max ms",
                "CPU µs each",
                "heap in use MB",
                "heap bytes/person",
                "memory MB")
            .row(
                Spread.number(crowd.size()),
                Spread.number(JOINS_PER_SECOND, 0),
                Spread.number(joins.ms(50), 2),
                Spread.number(joins.ms(99), 2),
                Spread.number(joins.ms(100), 1),
                Spread.number((after.cpuNs() - before.cpuNs()) / 1e3 / crowd.size(), 1),
                Spread.number(heap / 1e6, 0),
                Spread.number((heap - heapBefore) / (double) crowd.size(), 0),
                Spread.number(after.residentBytes() / 1e6, 0)));
  }

  private void check(String what, OpenLoopResult result) {
    if (result.outcome().errors() > 0)
      report.isVoid(
          what + ": " + result.outcome().errors() + " errors, " + result.outcome().problem());
  }

  // ---- asking

  private void ask(PeerProcess gate) throws IOException, InterruptedException {
    Intervals pages = intervals(gate.port(), PLACE, 0);
    Intervals programs = intervals(gate.port(), PATH, HEAD);
    Table table =
        new Table(
            "who",
            "asks/s",
            "cores",
            "CPU µs each",
            "bytes each",
            "Mbit/s",
            "p50 ms",
            "p99 ms",
            "max ms",
            "told to ask again in s",
            "p99 of what is seen, s",
            "memory MB");
    double cores = row(table, gate, "waiting pages", PLACE, pages, 200);
    row(table, gate, "programs", PATH, programs, 429);
    report.say(
        "Programs do not ask for the first %,d people, whose turn may come meanwhile. A place is looked up when it is asked for, so its age is at most the latency of the reply, from the intended start. What somebody sees grows older until they ask again; p99 of what is seen is over all people at any time."
            .formatted(HEAD));
    report.table(table);
    report.aim(
        "%,d waiting pages: at most %.0f core".formatted(people, CORES_MAX),
        cores <= CORES_MAX,
        "%.2f".formatted(cores));
  }

  private double row(
      Table table, PeerProcess gate, String who, String path, Intervals told, int expected)
      throws IOException {
    double perSecond = people * told.asksPerSecond();
    setting.say("%s ask %,.0f times a second".formatted(who, perSecond));
    RequestSource asking = crowd.asking(path, told.first());
    OpenLoopResult warm = poll(gate, asking, perSecond, WARM_SECONDS, expected);
    check(who, warm);
    Usage before = gate.usage();
    OpenLoopResult asks = poll(gate, asking, perSecond, SECONDS, expected);
    check(who, asks);
    double cpuUs = (gate.usage().cpuNs() - before.cpuNs()) / 1e3 / asks.outcome().requests();
    double cores = perSecond * cpuUs / 1e6;
    table.row(
        who,
        Spread.number(perSecond, 0),
        Spread.number(cores, 2),
        Spread.number(cpuUs, 1),
        Spread.number(told.replyBytes()),
        Spread.number(perSecond * told.replyBytes() / MEGABIT, 0),
        Spread.number(asks.ms(50), 2),
        Spread.number(asks.ms(99), 2),
        Spread.number(asks.ms(100), 1),
        "%.0f to %.0f".formatted(told.least() / 1e3, told.most() / 1e3),
        Spread.number(told.seenP99Ms() / 1e3, 1),
        Spread.number(gate.usage().residentBytes() / 1e6, 0));
    report.aim(
        "%s: p99 of a place's age on its arrival at most %,.0f ms".formatted(who, AGE_MS_MAX),
        asks.ms(99) <= AGE_MS_MAX,
        "%.1f ms".formatted(asks.ms(99)));
    return cores;
  }

  private OpenLoopResult poll(
      PeerProcess gate, RequestSource asking, double perSecond, double seconds, int expected)
      throws IOException {
    return OpenLoop.run(
        gate.port(),
        asking,
        ReplyHeads.UNSEEN,
        CONNECTIONS,
        perSecond,
        setting.seconds(seconds),
        expected);
  }

  private Intervals intervals(int port, String path, int first)
      throws IOException, InterruptedException {
    long[] ms = new long[ASKED_FOR_INTERVAL];
    long bytes = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < ms.length; i++) {
        int person = first + (int) ((long) i * (crowd.size() - 1 - first) / (ms.length - 1));
        HttpRequest ask =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Tidegate-Ticket", crowd.ticket(person))
                .build();
        HttpResponse<String> reply = client.send(ask, BodyHandlers.ofString());
        ms[i] = askAgainMs(reply);
        bytes = bytes(reply);
      }
    }
    return new Intervals(first, ms, bytes);
  }

  /** A page is told in its JSON, a program in a field. */
  private static long askAgainMs(HttpResponse<String> reply) {
    return reply
        .headers()
        .firstValue("Retry-After")
        .map(seconds -> 1_000 * Long.parseLong(seconds))
        .orElseGet(() -> TidegateProcess.number(reply.body(), "next"));
  }

  private static long bytes(HttpResponse<String> reply) {
    long bytes = "HTTP/1.1 200 OK\r\n\r\n".length();
    bytes += reply.body().getBytes(StandardCharsets.UTF_8).length;
    for (var field : reply.headers().map().entrySet())
      for (String value : field.getValue())
        bytes += field.getKey().length() + ": ".length() + value.length() + "\r\n".length();
    return bytes;
  }
}
