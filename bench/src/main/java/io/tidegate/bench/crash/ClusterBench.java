package io.tidegate.bench.crash;

import io.tidegate.bench.Setting;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;
import java.util.List;

/** Kills and stops instances of a cluster under load, {@code --rounds} times. */
public final class ClusterBench {
  private static final int ROUNDS = 100;
  private static final int ROUNDS_QUICK = 5;
  private static final int FAULTS_TOLD = 20;
  private static final long TAKEOVER_MS = 3_000;

  private ClusterBench() {}

  /** Runs the rounds; any fault makes the run void. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    int usual = setting.quick() ? ROUNDS_QUICK : ROUNDS;
    int rounds = setting.rounds() > 0 ? setting.rounds() : usual;
    List<String> serve = List.of(setting.home().resolve("tidegate").toString(), "serve");
    ClusterRounds.Found found =
        ClusterRounds.run(
            serve, setting.fresh("cluster"), rounds, setting.seed(), setting.progress());
    Report report = new Report();
    report.say(
        "Three real instances on one real PostgreSQL, and 12 clients who claim, join, top up, hold and pay. In each round one instance, whichever, is killed by `kill -9` or stopped by SIGSTOP for up to 3.5 s. Whoever gets no answer, or a 503, asks another instance with the same key. At the end the log is copied to a folder and audited, and all answers of all rounds are looked for in it.");
    report.table(table(found));
    found.faults().stream().limit(FAULTS_TOLD).forEach(report::isVoid);
    report.aim(
        "everything answered is there, once, and nothing else is",
        found.faults().isEmpty(),
        found.faults().size() + " faults");
    long worstMs = found.gapsMs().getLast();
    report.aim("no takeover loses more than 3 s", worstMs <= TAKEOVER_MS, worstMs + " ms at worst");
    return report;
  }

  private static Table table(ClusterRounds.Found found) {
    List<Long> gaps = found.gapsMs();
    return new Table("rounds", "count")
        .row("with kill -9", Spread.number(found.kills()))
        .row("with SIGSTOP", Spread.number(found.stops()))
        .row("requests, all answered in the end", Spread.number(found.answered()))
        .row("asked again", Spread.number(found.retries()))
        .row("records in the log", Spread.number(found.records()))
        .row("faults", Spread.number(found.faults().size()))
        .row("longest time without a success, ms, median", Spread.number(gaps.get(gaps.size() / 2)))
        .row("the same, worst round", Spread.number(gaps.getLast()));
  }
}
