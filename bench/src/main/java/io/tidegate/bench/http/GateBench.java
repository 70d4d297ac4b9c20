package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.http.Comparison.Measured;
import io.tidegate.bench.http.Comparison.Workload;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.load.Wrk;
import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Nginx;
import io.tidegate.bench.peer.Proxy;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The gate before an nginx that answers with a fixed reply, beside nginx and HAProxy before the
 * same one.
 */
public final class GateBench {
  private static final int[] CONNECTIONS = {64, 1_000};
  private static final int SMALL_BYTES = 1_024;
  private static final int LARGE_BYTES = 64 * 1_024;
  private static final int ROUNDS = 3;
  private static final double WARM_SECONDS = 10;
  private static final double RATIO_MAX = 1.1;
  private static final double P99_MORE_MS_MAX = 1;
  private static final double HEAP_MB_MAX = 256;
  private static final String PATH = "/reply";
  private static final List<RequestTemplate> ASKS = List.of(RequestTemplate.get(PATH));

  private final Setting setting;
  private final Report report = new Report();

  private GateBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new GateBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    if (!Nginx.found())
      return report.isVoid(
          "nginx, which is the upstream, was not found (`apt-get install nginx-light`)");
    tell();
    Comparison comparison = new Comparison(setting, report, new Users());
    measure(comparison, "1 KB", SMALL_BYTES, CONNECTIONS);
    measure(comparison, "64 KB", LARGE_BYTES, new int[] {CONNECTIONS[0]});
    comparison.tell();
    return report;
  }

  private void tell() throws IOException, InterruptedException {
    report.say(
        "Ours: `./tidegate gate` with one route and a heap of at most 256 MB. Peers: nginx "
            + Nginx.version(setting.folder()).replace("nginx/", "")
            + (Machine.has("haproxy")
                ? " and HAProxy"
                : "; HAProxy was not found (`apt-get install haproxy`)")
            + ", each with as many threads as there are cores. Nobody writes an access log, everybody keeps connections to the upstream and tells it of the client: `X-Forwarded-For`, `-Proto`, `-Host` and `X-Request-Id`. Upstream: another nginx with a small file. Load: "
            + (Wrk.found()
                ? Wrk.version(setting.folder()) + ", two threads"
                : "our own generator in a closed loop, since wrk was not found (`apt-get install wrk`)")
            + ", and our own generator, one thread, at fixed rates. Generator, upstream and gate share the cores, so CPU a request is the figure, and the rate is that of all three together.");
  }

  private void measure(Comparison comparison, String what, int bytes, int[] connections)
      throws IOException, InterruptedException {
    try (Nginx upstream = upstream(bytes);
        Subject direct = new Direct(upstream)) {
      List<Subject> subjects = new ArrayList<>();
      try {
        subjects.add(Proxy.gate(setting.home(), setting.fresh("gate"), upstream.port()));
        subjects.add(Proxy.nginx(setting.fresh("nginx"), upstream.port()));
        if (Machine.has("haproxy"))
          subjects.add(Proxy.haproxy(setting.fresh("haproxy"), upstream.port()));
        comparison.warmUp(what, ASKS, subjects.getFirst(), WARM_SECONDS);
        for (int each : connections) one(comparison, what, each, subjects, direct);
        double megabytes = subjects.getFirst().usage().residentBytes() / 1e6;
        report.aim(
            what + ": heap at most " + Spread.number(HEAP_MB_MAX, 0) + " MB",
            true,
            "-Xmx256m held; resident %,.0f MB".formatted(megabytes));
      } finally {
        subjects.forEach(Subject::close);
      }
    }
  }

  private Nginx upstream(int bytes) throws IOException, InterruptedException {
    byte[] reply = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
    return Nginx.serving(setting.fresh("upstream"), PATH, reply, reply);
  }

  private void one(
      Comparison comparison, String what, int connections, List<Subject> subjects, Subject direct)
      throws IOException, InterruptedException {
    Workload workload = new Workload(what, ASKS, connections, subjects);
    Measured measured = comparison.atFullSpeed(workload, ROUNDS);
    String where = "%s, %,d connections: ".formatted(what, connections);
    Spread ratio = measured.highestRatio();
    if (ratio != null)
      report.aim(
          where + "CPU at most 1.0 x the better peer, %.1f at the worst".formatted(RATIO_MAX),
          ratio.median() <= RATIO_MAX,
          ratio.show(2));
    double half = measured.perSecond().median() / 2;
    OpenLoopResult ours = comparison.atFixedRate(workload, half);
    OpenLoopResult without =
        comparison.atFixedRate(new Workload(what, ASKS, connections, List.of(direct)), half);
    double more = ours.ms(99) - without.ms(99);
    report.aim(
        where + "p99 at half load at most 1 ms more than without a gate",
        more <= P99_MORE_MS_MAX,
        "%.2f ms at %,.0f/s, %.2f ms without".formatted(ours.ms(99), half, without.ms(99)));
  }

  /** The upstream asked directly, for the latency that a gate adds. */
  private record Direct(Nginx upstream) implements Subject {
    @Override
    public String name() {
      return "no gate";
    }

    @Override
    public int port() {
      return upstream.port();
    }

    @Override
    public Usage usage() {
      return upstream.usage();
    }

    @Override
    public int expected() {
      return 200;
    }

    @Override
    public void close() {
      // whoever started it ends it
    }
  }
}
