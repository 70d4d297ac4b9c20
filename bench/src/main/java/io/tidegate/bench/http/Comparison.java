package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.H2Load;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures subjects by turns under the same requests: round after round as fast as replies come,
 * then at a fixed rate. The first subject is ours, the second the peer it is compared with. Not
 * thread-safe.
 */
final class Comparison {
  private static final double RUN_SECONDS = 4;
  private static final int OPEN_LOOP_ROUNDS = 2;
  private static final double OPEN_LOOP_SECONDS = 4;
  private static final double OPEN_LOOP_WARM_SECONDS = 1;
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

  /**
   * One line of what is measured: what is asked, and of whom.
   *
   * @param streams requests at once on each connection of HTTP/2, which h2load asks; 0 for HTTP/1.1
   */
  record Workload(
      String what,
      List<RequestTemplate> asks,
      int connections,
      int streams,
      List<Subject> subjects) {

    /** Over HTTP/1.1. */
    Workload(String what, List<RequestTemplate> asks, int connections, List<Subject> subjects) {
      this(what, asks, connections, 0, subjects);
    }

    /** The same of others. */
    Workload of(List<Subject> others) {
      return new Workload(what, asks, connections, streams, others);
    }
  }

  /**
   * What a workload gave, of our service.
   *
   * @param perSecond replies a second, as fast as they come
   * @param cpuUs our CPU, µs a request
   * @param ratios our CPU a request over each peer's, by its name, in the order of the workload
   */
  record Measured(Spread perSecond, Spread cpuUs, Map<String, Spread> ratios) {

    /** Over the first peer's; null without a peer. */
    @Nullable Spread ratio() {
      return ratios.isEmpty() ? null : ratios.values().iterator().next();
    }

    /** Over that peer's; null where it was not there. */
    @Nullable Spread ratio(String peer) {
      return ratios.get(peer);
    }
  }

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
    warmUp(new Workload(what, asks, WARM_CONNECTIONS, List.of(subject)), seconds);
  }

  /** Lets the first subject of a workload get warm by it. */
  void warmUp(Workload workload, double seconds) throws IOException, InterruptedException {
    setting.say("warming %s up".formatted(workload.what));
    run(workload.subjects.getFirst(), workload, setting.seconds(seconds));
  }

  /** As fast as replies come, by turns. */
  Measured atFullSpeed(Workload workload, int usualRounds)
      throws IOException, InterruptedException {
    return rows(workload, rounds(workload, usualRounds));
  }

  /**
   * The same of two subjects.
   *
   * @return by how much CPU a request the first needs more, µs, round by round
   */
  Spread difference(Workload workload, int usualRounds) throws IOException, InterruptedException {
    List<Rounds> all = rounds(workload, usualRounds);
    Measured _ = rows(workload, all);
    return all.getFirst().cpuBeyond(all.getLast());
  }

  private List<Rounds> rounds(Workload workload, int usualRounds)
      throws IOException, InterruptedException {
    List<Rounds> all = workload.subjects.stream().map(Rounds::new).toList();
    for (int i = 0; i < setting.rounds(usualRounds); i++) {
      for (Rounds rounds : all) {
        LoadRun one = run(rounds.subject, workload, setting.seconds(RUN_SECONDS));
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
    return all;
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
      return Spread.ratio(cpuUs(), other.cpuUs());
    }

    Spread cpuBeyond(Rounds other) {
      return Spread.difference(cpuUs(), other.cpuUs());
    }

    private double[] cpuUs() {
      return runs.stream().mapToDouble(LoadRun::cpuUs).toArray();
    }
  }

  private Measured rows(Workload workload, List<Rounds> all) {
    Rounds ours = all.getFirst();
    row(workload, ours, "");
    Map<String, Spread> ratios = new LinkedHashMap<>();
    for (Rounds peer : all.subList(1, all.size())) {
      Spread ratio = ours.cpuOver(peer);
      ratios.put(peer.subject.name(), ratio);
      row(workload, peer, ratio.show(2));
    }
    return new Measured(ours.of(LoadRun::perSecond), ours.of(LoadRun::cpuUs), ratios);
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
   * At a fixed rate, by turns.
   *
   * @return each subject's, ours first
   */
  List<OpenLoopResult> atFixedRate(Workload workload, double perSecond) throws IOException {
    List<OpenLoopRounds> all = workload.subjects.stream().map(OpenLoopRounds::new).toList();
    for (int i = 0; i < setting.rounds(OPEN_LOOP_ROUNDS); i++)
      for (OpenLoopRounds rounds : all) atFixedRate(workload, rounds, perSecond);
    for (OpenLoopRounds rounds : all) row(workload, rounds, perSecond);
    return all.stream().map(OpenLoopRounds::whole).toList();
  }

  private void atFixedRate(Workload workload, OpenLoopRounds rounds, double perSecond)
      throws IOException {
    // Connections are opened here, and our generator, a JVM too, compiles what it needs.
    openLoop(workload, rounds.subject, perSecond, OPEN_LOOP_WARM_SECONDS);
    Usage before = rounds.subject.usage();
    OpenLoopResult one = openLoop(workload, rounds.subject, perSecond, OPEN_LOOP_SECONDS);
    rounds.cpuNs += rounds.subject.usage().cpuNs() - before.cpuNs();
    rounds.results.add(one);
    setting.say(
        "%s, %,d connections, %,.0f/s: %s p99 %.2f ms"
            .formatted(
                workload.what, workload.connections, perSecond, rounds.subject.name(), one.ms(99)));
  }

  /** One subject's runs at a fixed rate. */
  private static final class OpenLoopRounds {
    private final Subject subject;
    private final List<OpenLoopResult> results = new ArrayList<>();
    private long cpuNs;

    OpenLoopRounds(Subject subject) {
      this.subject = subject;
    }

    OpenLoopResult whole() {
      return results.stream().reduce(OpenLoopResult::plus).orElseThrow();
    }
  }

  private void row(Workload workload, OpenLoopRounds rounds, double perSecond) {
    OpenLoopResult whole = rounds.whole();
    openLoop.row(
        workload.what,
        Spread.number(workload.connections),
        rounds.subject.name(),
        Spread.number(perSecond, 0),
        Spread.number(whole.ms(50), 2),
        Spread.number(whole.ms(99), 2),
        Spread.number(whole.ms(99.9), 2),
        Spread.number(whole.ms(100), 1),
        Spread.number(rounds.cpuNs / 1e3 / whole.outcome().requests(), 1),
        Spread.number(whole.latenessNs().getValueAtPercentile(99) / 1e6, 2));
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

  private LoadRun run(Subject subject, Workload workload, double seconds)
      throws IOException, InterruptedException {
    Usage before = subject.usage();
    Outcome outcome = ask(subject, workload, seconds);
    note(subject, workload.what, outcome);
    if (subject.ours()) cutOff += (long) workload.connections * Math.max(1, workload.streams);
    return LoadRun.between(before, subject.usage(), outcome);
  }

  private Outcome ask(Subject subject, Workload workload, double seconds)
      throws IOException, InterruptedException {
    int port = subject.port();
    int connections = workload.connections;
    int expected = subject.expected();
    if (workload.streams > 0) {
      String path = workload.asks.getFirst().path();
      String url = (subject.tls() ? "https" : "http") + "://127.0.0.1:" + port + path;
      return H2Load.run(setting.folder(), url, connections, workload.streams, seconds);
    }
    if (wrk != null)
      return wrk.run(port, subject.tls(), workload.asks, connections, seconds, expected >= 400);
    return OpenLoop.run(
            port, workload.asks, users, connections, OpenLoop.UNPACED, seconds, expected)
        .outcome();
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
        "At a fixed rate, whatever comes back, by turns in rounds of %s s, each after 1 s of the same that is not measured; latency runs from the intended start, lateness is the generator's own part of it."
            .formatted(Spread.number(setting.seconds(OPEN_LOOP_SECONDS), 0)));
    report.table(openLoop);
  }
}
