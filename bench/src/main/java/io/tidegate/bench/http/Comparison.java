package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.load.Outcome;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.load.Users;
import io.tidegate.bench.load.Wrk;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures subjects by turns under the same requests: round after round as fast as replies come,
 * then once each at a fixed rate. The first subject is ours, the second the peer it is compared
 * with. Not thread-safe.
 */
final class Comparison {
  private static final double RUN_SECONDS = 4;
  private static final double OPEN_LOOP_SECONDS = 8;
  private static final double OPEN_LOOP_WARM_SECONDS = 2;
  private static final int WARM_CONNECTIONS = 200;

  private final Setting setting;
  private final Report report;
  private final Users users;
  private final @Nullable Wrk wrk;
  private final Table runs =
      new Table(
          "what",
          "connections",
          "subject",
          "requests/s",
          "CPU µs/request",
          "ours / peer, CPU",
          "generator µs/request",
          "memory MB");
  private final Table openLoop =
      new Table(
          "what",
          "connections",
          "subject",
          "rate/s",
          "p50 ms",
          "p99 ms",
          "p99.9 ms",
          "max ms",
          "CPU µs/request",
          "lateness p99 ms");

  private long answered;
  private long cutOff;

  Comparison(Setting setting, Report report, Users users) throws IOException {
    this.setting = setting;
    this.report = report;
    this.users = users;
    wrk = Wrk.found() ? new Wrk(setting.folder(), users) : null;
  }

  /** One line of what is measured: what is asked, and of whom. */
  record Workload(
      String what, List<RequestTemplate> asks, int connections, List<Subject> subjects) {}

  /**
   * What a workload gave, of our service.
   *
   * @param perSecond replies a second, as fast as they come
   * @param cpuUs our CPU, µs a request
   * @param ratio our CPU a request over the first peer's; null without a peer
   * @param highestRatio the same over that of the peer which needs least
   */
  record Measured(
      Spread perSecond, Spread cpuUs, @Nullable Spread ratio, @Nullable Spread highestRatio) {}

  /**
   * All that ours was asked, the warming up included.
   *
   * @param answered as expected
   * @param cutOff requests on their way at most when a run ended, whose answers nobody read
   */
  record Tally(long answered, long cutOff) {}

  /** What ours was asked so far. */
  Tally tally() {
    return new Tally(answered, cutOff);
  }

  /** Lets a subject get warm: the JVM compiles what is hot. */
  void warmUp(String what, List<RequestTemplate> asks, Subject subject, double seconds)
      throws IOException, InterruptedException {
    setting.say("warming %s up".formatted(what));
    run(subject, asks, WARM_CONNECTIONS, setting.seconds(seconds), what);
  }

  /** As fast as replies come, by turns. */
  Measured atFullSpeed(Workload workload, int usualRounds)
      throws IOException, InterruptedException {
    List<Rounds> all = workload.subjects.stream().map(Rounds::new).toList();
    for (int i = 0; i < setting.rounds(usualRounds); i++) {
      for (Rounds rounds : all) {
        LoadRun one =
            run(rounds.subject, workload.asks, workload.connections, runSeconds(), workload.what);
        rounds.runs.add(one);
        setting.say(
            "%s, %,d connections, round %d: %s %,.0f/s, %.1f µs"
                .formatted(
                    workload.what,
                    workload.connections,
                    i + 1,
                    rounds.subject.name(),
                    one.perSecond(),
                    one.cpuUs()));
      }
    }
    return rows(workload, all);
  }

  private double runSeconds() {
    return setting.seconds(RUN_SECONDS);
  }

  /** One subject's runs. */
  private record Rounds(Subject subject, List<LoadRun> runs) {
    Rounds(Subject subject) {
      this(subject, new ArrayList<>());
    }

    Spread of(ToDoubleFunction<LoadRun> figure) {
      return Spread.of(runs.stream().mapToDouble(figure).toArray());
    }

    Spread cpuOver(Rounds other) {
      return Spread.ratio(
          runs.stream().mapToDouble(LoadRun::cpuUs).toArray(),
          other.runs.stream().mapToDouble(LoadRun::cpuUs).toArray());
    }
  }

  private Measured rows(Workload workload, List<Rounds> all) {
    Rounds ours = all.getFirst();
    row(workload, ours, "");
    for (Rounds peer : all.subList(1, all.size())) row(workload, peer, ours.cpuOver(peer).show(2));
    return new Measured(
        ours.of(LoadRun::perSecond),
        ours.of(LoadRun::cpuUs),
        all.size() > 1 ? ours.cpuOver(all.get(1)) : null,
        all.stream()
            .skip(1)
            .map(ours::cpuOver)
            .max(Comparator.comparingDouble(Spread::median))
            .orElse(null));
  }

  private void row(Workload workload, Rounds rounds, String ratio) {
    runs.row(
        workload.what,
        Spread.number(workload.connections),
        rounds.subject.name(),
        rounds.of(LoadRun::perSecond).show(0),
        rounds.of(LoadRun::cpuUs).show(1),
        ratio,
        rounds.of(LoadRun::generatorUs).show(1),
        Spread.number(rounds.runs.getLast().residentBytes() / 1e6, 0));
  }

  /**
   * At a fixed rate, each once.
   *
   * @return ours
   */
  OpenLoopResult atFixedRate(Workload workload, double perSecond) throws IOException {
    OpenLoopResult ours = atFixedRate(workload, workload.subjects.getFirst(), perSecond);
    for (Subject peer : workload.subjects.subList(1, workload.subjects.size()))
      atFixedRate(workload, peer, perSecond);
    return ours;
  }

  private OpenLoopResult atFixedRate(Workload workload, Subject subject, double perSecond)
      throws IOException {
    // Our generator is a JVM too: the first subject would be told the time in which it compiles.
    openLoop(workload, subject, perSecond, OPEN_LOOP_WARM_SECONDS);
    Usage before = subject.usage();
    OpenLoopResult one = openLoop(workload, subject, perSecond, OPEN_LOOP_SECONDS);
    LoadRun run = LoadRun.between(before, subject.usage(), one.outcome());
    setting.say(
        "%s, %,d connections, %,.0f/s: %s p99 %.2f ms"
            .formatted(workload.what, workload.connections, perSecond, subject.name(), one.ms(99)));
    openLoop.row(
        workload.what,
        Spread.number(workload.connections),
        subject.name(),
        Spread.number(perSecond, 0),
        Spread.number(one.ms(50), 2),
        Spread.number(one.ms(99), 2),
        Spread.number(one.ms(99.9), 2),
        Spread.number(one.ms(100), 1),
        Spread.number(run.cpuUs(), 1),
        Spread.number(one.latenessNs().getValueAtPercentile(99) / 1e6, 2));
    return one;
  }

  private OpenLoopResult openLoop(
      Workload workload, Subject subject, double perSecond, double seconds) throws IOException {
    OpenLoopResult one =
        OpenLoop.run(
            subject.port(),
            workload.asks,
            users,
            workload.connections,
            perSecond,
            setting.seconds(seconds),
            subject.expected());
    note(subject, workload.what, one.outcome());
    return one;
  }

  private LoadRun run(
      Subject subject, List<RequestTemplate> asks, int connections, double seconds, String what)
      throws IOException, InterruptedException {
    Usage before = subject.usage();
    Outcome outcome =
        wrk == null
            ? OpenLoop.run(
                    subject.port(),
                    asks,
                    users,
                    connections,
                    OpenLoop.UNPACED,
                    seconds,
                    subject.expected())
                .outcome()
            : wrk.run(subject.port(), asks, connections, seconds, subject.expected() >= 400);
    note(subject, what, outcome);
    if (subject.ours()) cutOff += connections;
    return LoadRun.between(before, subject.usage(), outcome);
  }

  private void note(Subject subject, String what, Outcome outcome) {
    if (subject.ours()) answered += outcome.requests();
    if (outcome.errors() == 0 && outcome.requests() > 0) return;
    report.isVoid(
        what
            + ", "
            + subject.name()
            + ": "
            + outcome.errors()
            + " errors, the first: "
            + outcome.problem());
  }

  /** Adds what was measured to the report. */
  void tell() {
    report.say(
        "As fast as replies come, by turns in rounds of %s s; median (least–most) of the rounds. CPU is user and system time of the server's processes."
            .formatted(Spread.number(setting.seconds(RUN_SECONDS), 0)));
    report.table(runs);
    report.say(
        "At a fixed rate, whatever comes back, after 2 s of the same that are not measured; latency runs from the intended start, lateness is the generator's own part of it.");
    report.table(openLoop);
  }
}
