package io.tidegate.bench.scale;

import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import io.tidegate.bench.scale.ScaleResult.Killed;
import io.tidegate.bench.scale.ScaleSubject.Part;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What our own rows cost, what follows for more cores, and whether the aims are met. */
final class ScaleAims {
  private static final double CLAIMS_AIM = 20_000;
  private static final double TIMES_ROW_LOCK = 20;
  private static final double TIMES_UPDATE = 10;
  private static final double LEADER_US_MAX = 3;
  private static final double AWAY_SECONDS_MAX = 3;
  private static final int[] CORES = {10, 100, 1_000};

  private ScaleAims() {}

  /** Tells, where anything of ours was measured. */
  static void costs(List<ScaleResult> results, Report report) {
    List<ScaleResult> ours = results.stream().filter(ScaleAims::isOurs).toList();
    if (ours.isEmpty()) return;
    report.say(
        "CPU of Tidegate by process, µs a claim, of the same sales. Where only followers are asked, the leader's is its CPU per forwarded command, all of its threads: decisions, log, links and its own standing work.");
    Table table =
        new Table("design", "leader µs", "followers µs", "gate µs", "PostgreSQL µs", "all µs");
    for (ScaleResult result : ours) {
      table.row(
          result.name(),
          us(result, Part.LEADER),
          us(result, Part.FOLLOWERS),
          us(result, Part.GATE),
          us(result, Part.DATABASE),
          Spread.number(all(result), 1));
    }
    report.table(table);
    model(ours, report);
  }

  private static boolean isOurs(ScaleResult result) {
    return result.cpuUs().containsKey(Part.LEADER);
  }

  private static String us(ScaleResult result, Part part) {
    return Spread.number(result.cpuUs().getOrDefault(part, 0.0), 1);
  }

  private static double all(ScaleResult result) {
    return result.cpuUs().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * On paper. Costs of the leader, the followers and PostgreSQL are those of the row in which only
   * followers are asked, since with many instances the leader is one of many.
   */
  private static void model(List<ScaleResult> ours, Report report) {
    OptionalDouble leader = median(ours, TidegateMode.FOLLOWERS.title, us(Part.LEADER));
    OptionalDouble followers = median(ours, TidegateMode.FOLLOWERS.title, us(Part.FOLLOWERS));
    OptionalDouble database = median(ours, TidegateMode.FOLLOWERS.title, us(Part.DATABASE));
    if (leader.isEmpty() || followers.isEmpty() || database.isEmpty()) return;
    double leaderUs = leader.getAsDouble();
    double allUs = leaderUs + followers.getAsDouble() + database.getAsDouble();
    report.say(
        "The cost model, on paper, from the row in which only followers are asked: a claim costs %.1f µs of the leader, %.1f of followers, %.1f of PostgreSQL. Cores are used up by their sum; the figures of this machine, where batches are small and caches are shared, are taken as they are, and network between machines is left out. The leader is one process whose loop is one thread: it ends where its share would be more cores than it can use. With one core's worth that is %s claims/s, which %.1f cores in all serve."
            .formatted(
                leaderUs,
                followers.getAsDouble(),
                database.getAsDouble(),
                Spread.number(1e6 / leaderUs, 0),
                allUs / leaderUs));
    Table table =
        new Table(
            "cores in all",
            "claims/s by the sum",
            "of them the leader's",
            "PostgreSQL's",
            "claims/s while the leader has one core");
    for (int cores : CORES) {
      double sum = cores * 1e6 / allUs;
      table.row(
          Spread.number(cores),
          Spread.number(sum, 0),
          Spread.number(sum * leaderUs / 1e6, 1),
          Spread.number(sum * database.getAsDouble() / 1e6, 1),
          Spread.number(Math.min(sum, 1e6 / leaderUs), 0));
    }
    report.table(table);
  }

  private static ToDoubleFunction<ScaleResult> us(Part part) {
    return result -> result.cpuUs().getOrDefault(part, 0.0);
  }

  private static OptionalDouble median(
      List<ScaleResult> results, String name, ToDoubleFunction<ScaleResult> figure) {
    double[] values =
        results.stream().filter(one -> one.name().equals(name)).mapToDouble(figure).toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Spread.of(values).median());
  }

  /** Compares with the aims, those of whose figures there are; medians of the rounds. */
  static void judge(List<ScaleResult> results, Report report) {
    clean(results, report);
    OptionalDouble gate = median(results, TidegateMode.GATE.title, ScaleResult::rowsPerSecond);
    if (gate.isPresent()) {
      double mine = gate.getAsDouble();
      report.aim(
          "at least 20,000 durable claims/s through the gate and three instances",
          mine >= CLAIMS_AIM,
          Spread.number(mine, 0) + "/s");
      times(results, CouponMode.PESSIMISTIC, TIMES_ROW_LOCK, mine, report);
      times(results, CouponMode.CONDITIONAL, TIMES_UPDATE, mine, report);
      times(results, CouponMode.LUA, 1, mine, report);
    }
    median(results, TidegateMode.FOLLOWERS.title, us(Part.LEADER))
        .ifPresent(us ->
            report.aim(
                "the leader's CPU per forwarded command is at most 3 µs",
                us <= LEADER_US_MAX,
                "%.1f µs".formatted(us)));
    away(results, report);
  }

  private static void clean(List<ScaleResult> results, Report report) {
    List<ScaleResult> ours = results.stream().filter(ScaleAims::isOurs).toList();
    if (ours.isEmpty()) return;
    long unclean =
        ours.stream()
            .mapToLong(result ->
                (result.undisturbed().isClean() ? 0 : 1)
                    + result.killed().stream().filter(one -> !one.audit().isClean()).count())
            .sum();
    report.aim(
        "Tidegate loses, doubles and oversells nothing, also after a kill",
        unclean == 0,
        unclean + " sales with a fault");
  }

  private static void times(
      List<ScaleResult> results, CouponMode peer, double times, double mine, Report report) {
    median(results, peer.title, ScaleResult::rowsPerSecond)
        .ifPresent(theirs ->
            report.aim(
                times == 1
                    ? "faster than " + peer.title
                    : "at least %.0f times %s".formatted(times, peer.title),
                mine > times * theirs,
                "%.1f times".formatted(mine / theirs)));
  }

  private static void away(List<ScaleResult> results, Report report) {
    results.stream()
        .filter(ScaleAims::isOurs)
        .filter(result -> !result.name().equals(TidegateMode.ONE.title))
        .flatMap(result -> result.killed().stream())
        .mapToDouble(Killed::secondsAway)
        .max()
        .ifPresent(seconds ->
            report.aim(
                "a takeover loses at most 3 s of service",
                seconds <= AWAY_SECONDS_MAX,
                "%.1f s at worst".formatted(seconds)));
  }
}
