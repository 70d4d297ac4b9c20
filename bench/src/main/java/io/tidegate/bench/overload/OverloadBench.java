package io.tidegate.bench.overload;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.overload.ModelSite.Overflow;
import io.tidegate.bench.peer.ModelServer;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A FastAPI model server in one, two and three instances behind the gate, asked for twice of what
 * it can do over many connections; what a queue or a waiting room before it costs; and each
 * instance restarted under load.
 */
public final class OverloadBench {
  private static final int INSTANCES = 3;
  private static final int[] CONNECTIONS = {1_000, 2_000};
  private static final int FULL_EACH = 8;
  private static final double WARM_SECONDS = 3;
  private static final double MOST_SECONDS = 6;
  private static final double SECONDS = 10;
  private static final double RESTART_SECONDS = 30;
  private static final double TIMES = 2;
  private static final double GOODPUT_LEAST = 0.9;

  /** Of what the service can do: a room that lets in all of it would have its queue grow. */
  private static final double ROOM_PART = 0.95;

  private static final String PATH = "/predict?seed=7";
  private static final List<RequestTemplate> ASKS = List.of(RequestTemplate.get(PATH));

  private final Setting setting;
  private final Report report = new Report();
  private final Users users = new Users();
  private final Table overload =
      new Table(
          "instances",
          "gate",
          "connections",
          "offered/s",
          "answered/s",
          "of the most",
          "refused/s",
          "failed",
          "p50 ms",
          "p99 ms",
          "CPU ms/answer",
          "gate MB");
  private final Table added = new Table("instances", "answers/s at most", "the last one adds");
  private final Table queue =
      new Table(
          "people",
          "gate",
          "arrived/s",
          "served/s",
          "p50 ms",
          "p99 ms",
          "overtaken",
          "requests each",
          "not served");
  private double most;

  private OverloadBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws Exception {
    return new OverloadBench(setting).measure();
  }

  private Report measure() throws Exception {
    if (ModelServer.python(setting.folder()).isEmpty())
      return report.isVoid(
          "no python3 has FastAPI, uvicorn and NumPy (`apt-get install python3-fastapi python3-uvicorn python3-numpy`)");
    tell();
    for (int count = 1; count <= INSTANCES; count++) {
      try (ModelSite site = ModelSite.start(setting, count)) {
        if (site == null) return report.isVoid("control groups cannot be made here");
        overload(site, count);
        if (count < INSTANCES) continue;
        unbounded(site, count);
        queues(site);
        restarts(site);
      }
    }
    show();
    return report;
  }

  private void tell() {
    report.say(
        "Each instance is FastAPI under uvicorn with NumPy on one thread, the service of `examples/models`, and has "
            + "%.1f of a core by a control group, so that a further instance is a further machine. The gate has `max-in-flight: 4`, a queue of 200 for 2 s and `balance: peak-ewma`, and a heap of at most 256 MB."
                .formatted(ModelSite.CORES_EACH));
  }

  private void show() {
    report.say(
        "Twice what it can do, at a fixed rate for %.0f s. The most is what comes over %d connections an instance that ask again at once. A refusal is 503 with `Retry-After`; latency is that of answers, from the intended start."
            .formatted(setting.seconds(SECONDS), FULL_EACH));
    report.table(overload).table(added);
    report.say(
        "People who arrive at a fixed rate before three instances, half and twice of what these can do, and come back when they are told to, until they are served. Time runs from their arrival to their answer; of two people the one who came first is overtaken if it is served later. The room lets in %.0f %% of what can be done."
            .formatted(100 * ROOM_PART));
    report.table(queue);
  }

  private OpenLoopResult load(int port, int connections, double perSecond, double seconds)
      throws IOException {
    return OpenLoop.run(port, ASKS, users, connections, perSecond, setting.seconds(seconds), 200);
  }

  private void overload(ModelSite site, int count) throws IOException, InterruptedException {
    int port = site.gate(Overflow.QUEUE, 0);
    load(port, FULL_EACH * count, OpenLoop.UNPACED, WARM_SECONDS);
    double before = most;
    most = load(port, FULL_EACH * count, OpenLoop.UNPACED, MOST_SECONDS).outcome().perSecond();
    added.row(
        "" + count,
        Spread.number(most, 1),
        count == 1
            ? ""
            : "%.0f %% of the first".formatted(100 * (most - before) / (before / (count - 1))));
    for (int connections : CONNECTIONS) {
      OpenLoopResult result = twice(site, count, Overflow.QUEUE, port, connections);
      String where = "instances %d, connections %,d: ".formatted(count, connections);
      double part = result.outcome().perSecond() / most;
      report.aim(
          where + "at least 90 % of the most at twice the load",
          part >= GOODPUT_LEAST,
          "%.0f %%".formatted(100 * part));
      long failed = result.outcome().errors() - result.refused();
      report.aim(
          where + "nothing dies, and nobody is left without an answer",
          site.isAlive() && failed == 0,
          failed + " without");
    }
  }

  private void unbounded(ModelSite site, int count) throws IOException, InterruptedException {
    int port = site.gate(Overflow.NOTHING, 0);
    load(port, FULL_EACH * count, OpenLoop.UNPACED, WARM_SECONDS);
    twice(site, count, Overflow.NOTHING, port, CONNECTIONS[1]);
  }

  private OpenLoopResult twice(
      ModelSite site, int count, Overflow overflow, int port, int connections) throws IOException {
    long cpuNs = site.instancesCpuNs();
    OpenLoopResult result = load(port, connections, TIMES * most, SECONDS);
    cpuNs = site.instancesCpuNs() - cpuNs;
    double perSecond = result.outcome().perSecond();
    setting.say(
        "instances %d, %s, connections %,d: %,.0f/s offered, %,.1f/s answered"
            .formatted(count, overflow.words, connections, TIMES * most, perSecond));
    overload.row(
        "" + count,
        overflow.words,
        Spread.number(connections),
        Spread.number(TIMES * most, 0),
        Spread.number(perSecond, 1),
        "%.0f %%".formatted(100 * perSecond / most),
        Spread.number(result.refused() / result.outcome().seconds(), 1),
        Spread.number(result.outcome().errors() - result.refused()),
        Spread.number(result.ms(50), 0),
        Spread.number(result.ms(99), 0),
        Spread.number(cpuNs / 1e6 / Math.max(1, result.outcome().requests()), 1),
        Spread.number(site.gateUsage().residentBytes() / 1e6, 0));
    return result;
  }

  private void queues(ModelSite site) throws IOException, InterruptedException {
    for (Overflow overflow : Overflow.values()) {
      int port = site.gate(overflow, ROOM_PART * most);
      if (overflow != Overflow.ROOM)
        load(port, FULL_EACH * INSTANCES, OpenLoop.UNPACED, WARM_SECONDS);
      for (double times : new double[] {0.5, TIMES}) {
        double perSecond = times * most;
        People.Result result =
            People.come(port, PATH, perSecond, setting.seconds(SECONDS), setting.seed());
        setting.say("%s, %.1f times: p99 %,.0f ms".formatted(overflow.words, times, result.ms(99)));
        queue.row(
            "%.1f times".formatted(times),
            overflow.words,
            Spread.number(perSecond, 0),
            Spread.number(result.perSecond(), 1),
            Spread.number(result.ms(50), 0),
            Spread.number(result.ms(99), 0),
            "%.1f %%".formatted(100 * result.overtaken()),
            Spread.number(result.requestsEach(), 2),
            Spread.number(result.failed()));
      }
    }
  }

  /** Half of what it can do, while one instance after the other is ended and started again. */
  private void restarts(ModelSite site) throws Exception {
    int port = site.gate(Overflow.QUEUE, 0);
    load(port, FULL_EACH * INSTANCES, OpenLoop.UNPACED, WARM_SECONDS);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Integer> restarted = thread.submit(restarting(site, port));
      OpenLoopResult result = load(port, CONNECTIONS[0], most / 2, RESTART_SECONDS);
      int reloads = restarted.get();
      report.aim(
          "each of three instances restarted and the gate's file changed %d times, at half the load: not one request fails"
              .formatted(reloads),
          result.outcome().errors() == 0,
          "%,d of %,d failed%s; p50 %.0f ms, p99 %.0f ms, the slowest %.0f ms"
              .formatted(
                  result.outcome().errors(),
                  result.outcome().requests() + result.outcome().errors(),
                  result.outcome().problem().isEmpty()
                      ? ""
                      : " (" + result.outcome().problem() + ")",
                  result.ms(50),
                  result.ms(99),
                  result.ms(100)));
    }
  }

  private Callable<Integer> restarting(ModelSite site, int port) {
    return () -> {
      int reloads = 0;
      for (ModelServer instance : site.instances()) {
        Thread.sleep((long) (1_000 * setting.seconds(4)));
        site.reload(port, 2_001 + reloads++);
        instance.restart();
        Thread.sleep((long) (1_000 * setting.seconds(4)));
        site.reload(port, 2_001 + reloads++);
      }
      return reloads;
    };
  }
}
