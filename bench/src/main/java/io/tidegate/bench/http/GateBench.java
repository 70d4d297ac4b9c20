package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.http.Comparison.Workload;
import io.tidegate.bench.load.H2Load;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.load.Wrk;
import io.tidegate.bench.peer.Nginx;
import io.tidegate.bench.peer.Proxies;
import io.tidegate.bench.peer.ProxySetup;
import io.tidegate.bench.peer.SpringGateway;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The gate before an nginx that answers with files, beside nginx, HAProxy and Spring Cloud Gateway
 * before the same one: in the clear, over TLS, with HTTP/2, and with a waiting room that everybody
 * is inside of.
 */
public final class GateBench {
  private static final int FEW = 64;
  private static final int MANY = 1_000;
  private static final int STREAMS = 4;
  private static final List<Reply> REPLIES =
      List.of(new Reply("1 KB", 1_024), new Reply("64 KB", 64 * 1_024));
  private static final int ROUNDS = 3;
  private static final int ROOM_ROUNDS = 6;
  private static final double WARM_SECONDS = 10;
  private static final double RATIO_AIM = 1.0;
  private static final double RATIO_MAX = 1.1;
  private static final double SPRING_RATIO_MAX = 0.25;
  private static final double ROOM_US_MAX = 1;
  private static final double P99_MORE_MS_MAX = 1;
  private static final double HEAP_MB_MAX = 256;

  private final Setting setting;
  private final Report report = new Report();
  private final Comparison comparison;
  private final @Nullable SpringGateway spring;

  private GateBench(Setting setting) throws IOException, InterruptedException {
    this.setting = setting;
    comparison = new Comparison(setting, report, new Users());
    spring = spring();
  }

  /** What the upstream answers. */
  private record Reply(String what, int bytes) {
    String name() {
      return "reply-" + bytes;
    }

    List<RequestTemplate> asks(String... headers) {
      return List.of(RequestTemplate.get("/" + name(), headers));
    }
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    if (!Nginx.found())
      return new Report()
          .isVoid("nginx, which is the upstream, was not found (`apt-get install nginx-light`)");
    return new GateBench(setting).measure();
  }

  private @Nullable SpringGateway spring() throws InterruptedException {
    try {
      setting.say("getting Spring Cloud Gateway");
      return SpringGateway.of(setting.home());
    } catch (IOException e) {
      setting.say("there is none: " + e.getMessage());
      return null;
    }
  }

  private Report measure() throws IOException, InterruptedException {
    tell();
    Map<String, byte[]> files = new HashMap<>();
    for (Reply reply : REPLIES) files.put(reply.name(), new byte[reply.bytes()]);
    try (Subject upstream = Nginx.upstream(setting.fresh("upstream"), files)) {
      inTheClear(upstream);
      behindRoom(upstream.port());
      overTls(upstream.port());
    }
    comparison.tell();
    return report;
  }

  private void tell() throws InterruptedException {
    List<String> peers = new ArrayList<>();
    peers.add("nginx " + Nginx.version(setting.folder()));
    peers.add(
        Proxies.hasHaproxy()
            ? "HAProxy " + Proxies.haproxyVersion(setting.folder())
            : "no HAProxy, which was not found (`apt-get install haproxy`)");
    peers.add(
        spring == null
            ? "no Spring Cloud Gateway, which Maven could not build here"
            : "Spring Cloud Gateway (WebFlux, `java -jar` without options)");
    report.say(
        "Ours: `./tidegate gate` with one route and a heap of at most 256 MB. Peers: "
            + String.join(", ", peers)
            + "; each may use all cores. Nobody writes an access log; everybody keeps connections to the upstream and tells it of the client (`X-Forwarded-For`, `-Proto`, `-Host`), and all but Spring Cloud Gateway give an `X-Request-Id`. Upstream: another nginx with small files.");
    report.say(
        "Load: "
            + (Wrk.found()
                ? Wrk.version(setting.folder()) + ", two threads"
                : "our own generator in a closed loop, since wrk was not found (`apt-get install wrk`)")
            + "; for HTTP/2 "
            + (H2Load.found()
                ? H2Load.version(setting.folder())
                    + ", two threads, %d requests at once on each connection".formatted(STREAMS)
                : "nothing, since h2load was not found (`apt-get install nghttp2-client`)")
            + "; at fixed rates our own generator, one thread. Generator, upstream and gate share the cores, so CPU a request is the figure, and the rate is that of all three together.");
  }

  // ---- in the clear

  private void inTheClear(Subject upstream) throws IOException, InterruptedException {
    List<Subject> subjects = new ArrayList<>();
    try {
      start(subjects, upstream.port(), null);
      for (Reply reply : REPLIES) {
        for (Subject subject : subjects)
          if (isJava(subject)) comparison.warmUp(reply.what, reply.asks(), subject, WARM_SECONDS);
        for (int connections : new int[] {FEW, MANY})
          halfAndFull(new Workload(reply.what, reply.asks(), connections, subjects), upstream);
      }
      memory(subjects.getFirst());
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private void start(List<Subject> subjects, int upstream, @Nullable CertificateFiles tls)
      throws IOException, InterruptedException {
    subjects.add(Proxies.gate(setting.home(), setup("gate", upstream, tls)));
    subjects.add(Nginx.proxy(setup("nginx", upstream, tls)));
    if (Proxies.hasHaproxy()) subjects.add(Proxies.haproxy(setup("haproxy", upstream, tls)));
    if (spring != null) subjects.add(spring.start(setup("spring", upstream, tls)));
  }

  private ProxySetup setup(String folder, int upstream, @Nullable CertificateFiles tls)
      throws IOException {
    return new ProxySetup(setting.fresh(folder), upstream, tls);
  }

  private static boolean isJava(Subject subject) {
    return subject.ours() || isSpring(subject);
  }

  private static boolean isSpring(Subject subject) {
    return subject.name().equals(SpringGateway.NAME);
  }

  private void halfAndFull(Workload workload, Subject direct)
      throws IOException, InterruptedException {
    Measured measured = atFullSpeed(workload);
    double half = measured.perSecond().median() / 2;
    // Half of what ours holds is more than Spring Cloud Gateway does.
    List<Subject> others = new ArrayList<>(workload.subjects());
    others.removeIf(GateBench::isSpring);
    others.add(direct);
    List<OpenLoopResult> results = comparison.atFixedRate(workload.of(others), half);
    double ours = results.getFirst().ms(99);
    double without = results.getLast().ms(99);
    report.aim(
        where(workload) + "p99 at half load at most 1 ms more than without a gate",
        ours - without <= P99_MORE_MS_MAX,
        "%.2f ms at %,.0f/s, %.2f ms without".formatted(ours, half, without));
  }

  private Measured atFullSpeed(Workload workload) throws IOException, InterruptedException {
    Measured measured = comparison.atFullSpeed(workload, ROUNDS);
    judge(workload, measured);
    return measured;
  }

  private void judge(Workload workload, Measured measured) {
    String where = where(workload);
    Stream.of(Nginx.PROXY, Proxies.HAPROXY)
        .map(measured::ratio)
        .filter(Objects::nonNull)
        .max(Comparator.comparingDouble(Spread::median))
        .ifPresent(ratio -> judge(where, ratio));
    Spread overSpring = measured.ratio(SpringGateway.NAME);
    if (overSpring != null)
      report.aim(
          where + "CPU at most a quarter of Spring Cloud Gateway's",
          overSpring.median() <= SPRING_RATIO_MAX,
          overSpring.show(2));
  }

  /** The aim has a second bound, which is worth saying when the first is missed. */
  private void judge(String where, Spread ratio) {
    boolean met = ratio.median() <= RATIO_AIM;
    String verdict =
        met ? "" : ratio.median() <= RATIO_MAX ? ": within 1.1" : ": beyond 1.1 as well";
    report.aim(
        where + "CPU at most 1.0 x the better of nginx and HAProxy (median), 1.1 at the worst",
        met,
        ratio.show(2) + verdict);
  }

  private static String where(Workload workload) {
    return "%s, %,d connections: ".formatted(workload.what(), workload.connections());
  }

  private void memory(Subject ours) {
    report.aim(
        "heap at most " + Spread.number(HEAP_MB_MAX, 0) + " MB",
        true,
        "%s held; resident %,.0f MB"
            .formatted(Proxies.GATE_HEAP, ours.usage().residentBytes() / 1e6));
  }

  // ---- with a waiting room

  /** The same gate with a room before its route and without, for who has a pass. */
  private void behindRoom(int upstream) throws IOException, InterruptedException {
    Reply reply = REPLIES.getFirst();
    try (Subject plain =
            Proxies.gate(setting.home(), setup("gate", upstream, null), gate("no room", ""));
        Subject guarded =
            Proxies.gate(
                setting.home(),
                setup("guarded", upstream, null),
                gate("inside a room", "room: {name: inside, visit-ms: 86400000}"))) {
      String pass = RoomPass.of(guarded.port(), "/" + reply.name());
      List<RequestTemplate> asks = reply.asks("Cookie: tidegate-pass-inside=" + pass);
      List<Subject> subjects = List.of(guarded, plain);
      for (Subject subject : subjects) comparison.warmUp("room", asks, subject, WARM_SECONDS);
      Spread more =
          comparison.difference(
              new Workload("1 KB, with a pass", asks, FEW, subjects), ROOM_ROUNDS);
      report.aim(
          "a route with a room costs at most 1 µs more for those inside",
          more.median() <= ROOM_US_MAX,
          more.show(1) + " µs");
    }
  }

  private static Proxies.GateOptions gate(String name, String more) {
    return new Proxies.GateOptions("ours, " + name, more, Proxies.GATE_HEAP);
  }

  // ---- TLS

  private void overTls(int upstream) throws IOException, InterruptedException {
    if (!Wrk.found() && !H2Load.found()) return;
    CertificateFiles certificate = DevCertificate.in(setting.folder().resolve("tls"));
    List<Subject> subjects = new ArrayList<>();
    try {
      start(subjects, upstream, certificate);
      for (Reply reply : REPLIES) {
        if (Wrk.found())
          warmAndMeasure(new Workload(reply.what + ", TLS", reply.asks(), FEW, subjects));
        if (H2Load.found())
          warmAndMeasure(
              new Workload(reply.what + ", HTTP/2", reply.asks(), FEW, STREAMS, subjects));
      }
    } finally {
      subjects.forEach(Subject::close);
    }
  }

  private void warmAndMeasure(Workload workload) throws IOException, InterruptedException {
    for (Subject subject : workload.subjects())
      if (isJava(subject)) comparison.warmUp(workload.of(List.of(subject)), WARM_SECONDS);
    Measured _ = atFullSpeed(workload);
  }
}
