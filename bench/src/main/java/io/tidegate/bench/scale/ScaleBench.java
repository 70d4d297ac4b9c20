package io.tidegate.bench.scale;

import io.tidegate.bench.Setting;
import io.tidegate.bench.peer.PeerBuild;
import io.tidegate.bench.report.Report;
import io.tidegate.bench.report.Spread;
import io.tidegate.bench.report.Table;
import io.tidegate.bench.scale.ScaleResult.Killed;
import io.tidegate.bench.scale.ScaleSubject.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./tidegate bench scale}: the same sale by our instances and by each design, on the same
 * PostgreSQL.
 */
public final class ScaleBench {
  private final Setting setting;
  private final Report report = new Report();
  private final List<ScaleResult> results = new ArrayList<>();
  private final Set<CouponMode> missing = EnumSet.noneOf(CouponMode.class);

  private ScaleBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new ScaleBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    List<TidegateMode> ours =
        Stream.of(TidegateMode.values()).filter(mode -> setting.wants(mode.title)).toList();
    List<CouponMode> peers =
        Stream.of(CouponMode.values()).filter(mode -> setting.wants(mode.title)).toList();
    if (ours.isEmpty() && peers.isEmpty())
      return report.isVoid("no design has \"" + setting.only() + "\" in its name");
    @Nullable Path jar = null;
    try {
      if (!peers.isEmpty()) jar = PeerBuild.jar(setting.home(), "coupon-service");
    } catch (IOException e) {
      return report.isVoid("the peers cannot be built: " + e.getMessage());
    }
    try (Database database =
            Database.start(
                setting.folder().resolve("postgres"),
                setting.home().resolve(".tidegate/programs"));
        Redis redis = jar != null && Redis.found() ? Redis.start(setting.fresh("redis")) : null) {
      tell(database, redis != null, jar != null);
      for (int round = 0; round < setting.rounds(1); round++) {
        for (TidegateMode mode : ours) ours(mode, database);
        if (jar != null) for (CouponMode mode : peers) peer(mode, jar, database, redis);
      }
    }
    if (!results.isEmpty()) show();
    return report;
  }

  private void ours(TidegateMode mode, Database database) throws IOException, InterruptedException {
    List<String> serve = List.of(setting.home().resolve("tidegate").toString(), "serve");
    try (TidegateSubject subject = TidegateSubject.start(mode, setting, database, serve)) {
      results.add(ScaleRun.of(setting, subject));
    }
  }

  private void peer(CouponMode mode, Path jar, Database database, @Nullable Redis redis)
      throws IOException, InterruptedException {
    if (mode.needsRedis && redis == null) {
      if (missing.add(mode))
        report.say(mode.title + ": missing, since this machine has no redis-server.");
      return;
    }
    try (CouponPeer peer = CouponPeer.start(mode, jar, setting.folder(), database, redis)) {
      results.add(ScaleRun.of(setting, peer));
    }
  }

  private void tell(Database database, boolean redis, boolean peers)
      throws IOException, InterruptedException {
    report.say(
        database.describe()
            + (redis
                ? "; " + Redis.version(setting.folder()) + " (appendonly yes, appendfsync everysec)"
                : "")
            + (peers
                ? "; Spring Boot 4.0.7 on Tomcat with virtual threads, HikariCP of 16, Redisson 3.52.0"
                : "")
            + ". Tidegate: `serve` with its access log off, whose log and all of whose state are in that PostgreSQL. Load, services, gate, PostgreSQL and Redis share the cores of this machine, and so do instances: a second one adds no machine here. Rounds: "
            + setting.rounds(1)
            + ", a row each.");
  }

  private void show() {
    report.say(
        "At saturation, %d connections to each peer and %d to Tidegate, which ask again at once, spread over the instances that are asked. An answer is the first good one, and means what stands beside it; rows/s counts until the last row is committed. Design e serves at most 2,000 people a second by its own setting, and those who wait ask %,d times a second in all. CPU is from the first claim until the last row, µs a claim, and includes those questions."
            .formatted(
                ScaleRun.CONNECTIONS,
                setting.connections() > 0 ? setting.connections() : TidegateSubject.CONNECTIONS,
                StatusPolls.PER_SECOND));
    report.table(saturated());
    ScaleAims.costs(results, report);
    report.say(
        "At half of the smaller of both rates, open model, units for all. Latency runs from the intended start to the first good answer, and to the commit record of the row (by PostgreSQL's commit timestamp, which is taken before the record is forced), ms.");
    report.table(rates());
    report.say(
        "Rows of ours are claims in the log, copied to a folder and recounted by the audit, which must find it sound. The audit compares the rows with what each user was told, in the sale at saturation (more people than units) and in sales of about 3 s in which something gets `kill -9` at a third and comes back; away is until it is whole, with Tidegate until somebody new was told that a claim is theirs. Nobody asks a second time. Yes without row: told that it is theirs, and no row. No with row: told no, and a row. Left waiting: told to ask again, never told more, and no row. Oversold: people with a yes or a row, beyond the units. Doubled: rows beyond a user's first. Unsold: units without a row although somebody was told no. Unanswered with row is no fault: the reply was lost, and a retry must find the row. `kill -9` leaves what the system has in its page cache: a power cut may also take what Redis had not forced, up to a second.");
    report.table(audits());
    ScaleAims.judge(results, report);
  }

  private Table saturated() {
    Table table =
        new Table(
            "design",
            "an answer means",
            "answers/s",
            "rows/s",
            "service µs",
            "PostgreSQL µs",
            "Redis µs",
            "all µs");
    for (ScaleResult result : results) {
      Map<Part, Double> cpu = result.cpuUs();
      double all = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
      table.row(
          result.name(),
          result.yesMeans(),
          Spread.number(result.claimsPerSecond(), 0),
          Spread.number(result.rowsPerSecond(), 0),
          Spread.number(
              cpu.getOrDefault(Part.SERVICE, 0.0)
                  + cpu.getOrDefault(Part.LEADER, 0.0)
                  + cpu.getOrDefault(Part.FOLLOWERS, 0.0)
                  + cpu.getOrDefault(Part.GATE, 0.0),
              0),
          Spread.number(cpu.getOrDefault(Part.DATABASE, 0.0), 0),
          Spread.number(cpu.getOrDefault(Part.REDIS, 0.0), 0),
          Spread.number(all, 0));
    }
    return table;
  }

  private Table rates() {
    Table table =
        new Table(
            "design",
            "claims/s",
            "failed",
            "answer p50",
            "answer p99",
            "answer p99.9",
            "row p50",
            "row p99");
    for (ScaleResult result : results) {
      ScaleResult.AtRate rate = result.atRate();
      table.row(
          result.name(),
          Spread.number(rate.perSecond(), 0),
          Spread.number(rate.failed()),
          Spread.number(rate.answerMs()[0], 1),
          Spread.number(rate.answerMs()[1], 1),
          Spread.number(rate.answerMs()[2], 1),
          Spread.number(rate.rowMs()[0], 1),
          Spread.number(rate.rowMs()[1], 1));
    }
    return table;
  }

  private Table audits() {
    Table table =
        new Table(
            "design",
            "killed",
            "away s",
            "units",
            "yes",
            "rows",
            "yes without row",
            "no with row",
            "left waiting",
            "oversold",
            "doubled",
            "unsold",
            "unanswered with row");
    for (ScaleResult result : results) {
      audit(table, result.name(), "nothing", "", result.undisturbed());
      for (Killed killed : result.killed())
        audit(
            table,
            result.name(),
            killed.what(),
            Spread.number(killed.secondsAway(), 1),
            killed.audit());
    }
    return table;
  }

  private static void audit(Table table, String name, String killed, String away, SaleAudit audit) {
    table.row(
        name,
        killed,
        away,
        Spread.number(audit.units()),
        Spread.number(audit.yes()),
        Spread.number(audit.rows()),
        Spread.number(audit.yesAbsent()),
        Spread.number(audit.refusedPresent()),
        Spread.number(audit.leftWaiting()),
        Spread.number(audit.oversold()),
        Spread.number(audit.doubled() + audit.strangers()),
        Spread.number(audit.unsold()),
        Spread.number(audit.unansweredPresent()));
  }
}
