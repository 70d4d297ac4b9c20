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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ./tidegate bench scale}: the same sale by each design, on the same PostgreSQL. */
public final class ScaleBench {
  private final Setting setting;
  private final Report report = new Report();
  private final List<ScaleResult> results = new ArrayList<>();

  private ScaleBench(Setting setting) {
    this.setting = setting;
  }

  /** Measures. */
  public static Report measure(Setting setting) throws IOException, InterruptedException {
    return new ScaleBench(setting).measure();
  }

  private Report measure() throws IOException, InterruptedException {
    Path jar;
    try {
      jar = PeerBuild.jar(setting.home(), "coupon-service");
    } catch (IOException e) {
      return report.isVoid("the peers cannot be built: " + e.getMessage());
    }
    try (Database database =
            Database.start(
                setting.folder().resolve("postgres"),
                setting.home().resolve(".tidegate/programs"));
        Redis redis = Redis.found() ? Redis.start(setting.fresh("redis")) : null) {
      tell(database, redis != null);
      for (CouponMode mode : CouponMode.values()) peer(mode, jar, database, redis);
    }
    show();
    return report;
  }

  private void peer(CouponMode mode, Path jar, Database database, @Nullable Redis redis)
      throws IOException, InterruptedException {
    if (mode.needsRedis && redis == null) {
      report.say(mode.title + ": missing, since this machine has no redis-server.");
      return;
    }
    try (CouponPeer peer = CouponPeer.start(mode, jar, setting.folder(), database, redis)) {
      results.add(ScaleRun.of(setting, peer));
    }
  }

  private void tell(Database database, boolean redis) throws IOException, InterruptedException {
    report.say(
        database.describe()
            + (redis
                ? "; " + Redis.version(setting.folder()) + " (appendonly yes, appendfsync everysec)"
                : "")
            + "; Spring Boot 4.0.7 on Tomcat with virtual threads, HikariCP of 16, Redisson 3.52.0. Load, service, PostgreSQL and Redis share the cores of this machine.");
  }

  private void show() {
    report.say(
        "At saturation, %d connections that ask again at once. An answer is the first good one, and means what stands beside it; rows/s counts until the last row is committed. Design e serves at most 2,000 people a second by its own setting, and those who wait ask %,d times a second in all. CPU is from the first claim until the last row, µs a claim, and includes those questions."
            .formatted(ScaleRun.CONNECTIONS, StatusPolls.PER_SECOND));
    report.table(saturated());
    report.say(
        "At half of the smaller of both rates, open model, units for all. Latency runs from the intended start to the first good answer, and to the commit record of the row (by PostgreSQL's commit timestamp, which is taken before the record is forced), ms.");
    report.table(rates());
    report.say(
        "The audit compares the rows with what each user was told, in the sale at saturation (more people than units) and in sales of about 3 s in which something gets `kill -9` at a third and comes back. Nobody asks a second time. Yes without row: told that it is theirs, and no row. No with row: told no, and a row. Left waiting: told to ask again, never told more, and no row. Oversold: people with a yes or a row, beyond the units. Doubled: rows beyond a user's first. Unsold: units without a row although somebody was told no. Unanswered with row is no fault: the reply was lost, and a retry must find the row. `kill -9` leaves what the system has in its page cache: a power cut may also take what Redis had not forced, up to a second.");
    report.table(audits());
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
          Spread.number(cpu.getOrDefault(Part.SERVICE, 0.0), 0),
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
