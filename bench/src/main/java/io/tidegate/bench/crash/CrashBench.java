package io.tidegate.bench.crash;

import io.tidegate.bench.Setting;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import java.io.IOException;

/** Kills the service under load, {@code --rounds} times. */
public final class CrashBench {
  private static final int ROUNDS = 30;
  private static final int ROUNDS_QUICK = 5;
  private static final int FAULTS_TOLD = 20;

  private CrashBench() {}

  /** Runs the rounds; any fault makes the run void. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    TidegateProcess.Launch launch = TidegateProcess.Launch.from(setting.home());
    int usual = setting.quick() ? ROUNDS_QUICK : ROUNDS;
    int rounds = setting.rounds() > 0 ? setting.rounds() : usual;
    CrashReport found =
        CrashRounds.run(
            launch,
            setting.fresh("crash").resolve("data"),
            rounds,
            setting.seed(),
            setting.progress());
    Report report = new Report();
    report.say(
        "The real process, killed by `kill -9` at a random moment under 16 clients who claim, join, top up, hold and pay; judged by the audit after each kill. What was not answered is sent again, twice.");
    report.table(table(found));
    found.faults().stream().limit(FAULTS_TOLD).forEach(report::isVoid);
    report.aim(
        "everything answered is there, nothing else is, what was not answered is whole or nothing",
        found.faults().isEmpty(),
        found.faults().size() + " faults");
    return report;
  }

  private static Table table(CrashReport found) {
    return new Table("kills", "count")
        .row("under load", Spread.number(found.rounds()))
        .row("while starting", Spread.number(found.killsWhileStarting()))
        .row("requests answered", Spread.number(found.answered()))
        .row("sent and not answered", Spread.number(found.unanswered()))
        .row("of these in the journal", Spread.number(found.tookEffect()))
        .row("records in the journal", Spread.number(found.records()))
        .row("faults", Spread.number(found.faults().size()));
  }
}
