package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.Outcome;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Our service under each garbage collector of the JVM: the same joins, claims and pages of the feed
 * at fixed rates, by turns, for their tails and their CPU.
 */
public final class CollectorBench {
  private static final int ROUNDS = 3;
  private static final int WARM_ROUNDS = 2;
  private static final double SECONDS = 6;

  /**
   * What is compared: the JVM's own choice, which is G1 on a machine of two cores and 2 GB, and
   * others. {@code -Xmn} is the young generation of a collector that has one of a fixed size.
   */
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("G1", "-XX:+UseG1GC"),
          new Candidate("G1, 5 ms", "-XX:+UseG1GC -XX:MaxGCPauseMillis=5"),
          new Candidate("parallel", "-XX:+UseParallelGC"),
          new Candidate("parallel, young 64 MB", "-XX:+UseParallelGC -Xmn64m"),
          new Candidate("serial", "-XX:+UseSerialGC"),
          new Candidate("serial, young 64 MB", "-XX:+UseSerialGC -Xmn64m"),
          new Candidate("Shenandoah", "-XX:+UseShenandoahGC -XX:ShenandoahGCMode=generational"),
          new Candidate("ZGC", "-XX:+UseZGC"));

  private final Setting setting;
  private final Users users = new Users();

  private CollectorBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new CollectorBench(setting).measure();
  }

  private record Candidate(String name, String options) {}

  private record Load(
      String what, RequestTemplate ask, int status, int connections, double perSecond) {}

  /** One candidate under one load. */
  private record Round(OpenLoopResult paced, double cpuUs, double memoryMb) {}

  private Report measure() throws IOException, InterruptedException {
    Report report = new Report();
    Table table =
        new Table(
            "load",
            "rate/s",
            "collector",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "CPU µs/request",
            "memory MB");
    List<TidegateProcess> services = new ArrayList<>();
    try {
      for (Candidate candidate : CANDIDATES) services.add(start(candidate));
      long offer = 0;
      for (TidegateProcess service : services)
        offer = WriteBenches.offer(service, WriteBenches.PLENTY);
      for (Load load : loads(offer)) compare(report, table, services, load);
    } finally {
      services.forEach(TidegateProcess::close);
    }
    report.say(
        "The same requests at a fixed rate to one process a collector, by turns in %d rounds of %s s after %d to warm up; median (least–most) of the rounds. Latency runs from the intended start."
            .formatted(
                setting.rounds(ROUNDS), Spread.number(setting.seconds(SECONDS), 0), WARM_ROUNDS));
    report.table(table);
    CANDIDATES.forEach(one -> report.say(one.name + ": `" + one.options + "`."));
    return report;
  }

  private TidegateProcess start(Candidate candidate) throws IOException, InterruptedException {
    setting.say("starting the service with " + candidate.options);
    TidegateProcess.Launch launch =
        TestBed.launch(setting).withDemo().with("TIDEGATE_JAVA_OPTS", candidate.options);
    String folder = candidate.name.replaceAll("[^A-Za-z0-9]+", "-");
    return TidegateProcess.start(launch, setting.fresh(folder).resolve("data"));
  }

  private static List<Load> loads(long offer) {
    RequestTemplate page = RequestTemplate.get("/api/v1/feed?limit=100", "Accept-Encoding: gzip");
    return List.of(
        new Load("joins", WriteBenches.join(), 200, 1_000, 20_000),
        new Load("claims", WriteBenches.claim(offer), 201, 1_000, 20_000),
        new Load("feed", page, 200, 200, 40_000));
  }

  private void compare(Report report, Table table, List<TidegateProcess> services, Load load)
      throws IOException {
    List<List<Round>> all = new ArrayList<>();
    for (TidegateProcess _ : services) all.add(new ArrayList<>());
    for (int round = -WARM_ROUNDS; round < setting.rounds(ROUNDS); round++) {
      for (int i = 0; i < services.size(); i++) {
        Round one = round(report, services.get(i), load);
        setting.say(
            "%s, %s, round %d: p99 %.2f ms, %.1f µs"
                .formatted(
                    load.what, CANDIDATES.get(i).name, round + 1, one.paced.ms(99), one.cpuUs));
        if (round >= 0) all.get(i).add(one);
      }
    }
    for (int i = 0; i < services.size(); i++) row(table, load, CANDIDATES.get(i), all.get(i));
  }

  private Round round(Report report, TidegateProcess service, Load load) throws IOException {
    Usage before = service.usage();
    OpenLoopResult paced =
        OpenLoop.run(
            service.port(),
            List.of(load.ask),
            users,
            load.connections,
            load.perSecond,
            setting.seconds(SECONDS),
            load.status);
    Outcome outcome = paced.outcome();
    if (outcome.errors() > 0)
      report.isVoid(load.what + ": " + outcome.errors() + " errors: " + outcome.problem());
    Usage after = service.usage();
    double cpuUs = (after.cpuNs() - before.cpuNs()) / 1e3 / outcome.requests();
    return new Round(paced, cpuUs, after.residentBytes() / 1e6);
  }

  private static void row(Table table, Load load, Candidate candidate, List<Round> rounds) {
    table.row(
        load.what,
        Spread.number(load.perSecond, 0),
        candidate.name,
        show(rounds, one -> one.paced.ms(50), 2),
        show(rounds, one -> one.paced.ms(99), 2),
        show(rounds, one -> one.paced.ms(99.9), 2),
        show(rounds, one -> one.paced.ms(100), 1),
        show(rounds, Round::cpuUs, 1),
        Spread.number(rounds.getLast().memoryMb, 0));
  }

  private static String show(List<Round> rounds, ToDoubleFunction<Round> figure, int decimals) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray()).show(decimals);
  }
}
