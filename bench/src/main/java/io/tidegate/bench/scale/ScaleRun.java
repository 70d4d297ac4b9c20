package io.tidegate.bench.scale;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.scale.SaleRecords.Told;
import io.tidegate.bench.scale.ScaleResult.AtRate;
import io.tidegate.bench.scale.ScaleResult.Killed;
import io.tidegate.bench.scale.ScaleSubject.Issued;
import io.tidegate.bench.scale.ScaleSubject.Kill;
import io.tidegate.bench.scale.ScaleSubject.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures one subject. Each step is a sale of its own:
 *
 * <ol>
 *   <li>small sales warm it up and tell how much it can do;
 *   <li>at saturation: nine tenths of the units, as fast as its connections ask again, which gives
 *       the figures; then the end of the sale, with more people than units, for the audit;
 *   <li>a fixed rate, half of what it can do until the row is there, with units for all;
 *   <li>for each way to kill it, a sale with the kill at about a third.
 * </ol>
 *
 * <p>Nobody asks a second time who got no answer, so that the audit sees each request by itself.
 */
final class ScaleRun {
  /** To a peer: six times as many as its pool has connections to PostgreSQL. */
  static final int CONNECTIONS = 100;

  private static final int WARM_USERS = 2_000;
  private static final double WARM_SECONDS = 4;
  private static final int WARM_SALES_MIN = 4;
  private static final int WARM_SALES_MAX = 12;
  private static final double WARM_GAIN = 1.05;
  private static final double SATURATED_SECONDS = 8;
  private static final double RATE_SECONDS = 8;
  private static final double KILL_SECONDS = 3;
  private static final double LOAD_SECONDS_MAX = 60;
  private static final double SETTLE_SECONDS_MAX = 60;
  private static final long POLL_MS = 50;
  private static final int STABLE_POLLS = 6;
  private static final int USERS_MIN = 500;

  /** Users come in blocks, so that none is of two sales. */
  private static final long FIRST_USER = 100_000_000_000L;

  private static final long USERS_APART = 10_000_000;

  private final Setting setting;
  private final ScaleSubject subject;
  private long offer;

  private ScaleRun(Setting setting, ScaleSubject subject) {
    this.setting = setting;
    this.subject = subject;
  }

  /** Measures a subject that has just been started; leaves it running. */
  static ScaleResult of(Setting setting, ScaleSubject subject)
      throws IOException, InterruptedException {
    return new ScaleRun(setting, subject).measure();
  }

  private ScaleResult measure() throws IOException, InterruptedException {
    double perSecond = warm();
    Saturated saturated = saturate(perSecond);
    perSecond = Math.min(saturated.claimsPerSecond, saturated.rowsPerSecond);
    AtRate atRate = atRate(perSecond / 2);
    List<Killed> killed = new ArrayList<>();
    for (Kill kill : subject.kills()) killed.add(killed(kill, perSecond));
    return new ScaleResult(
        subject.name(),
        subject.yesMeans(),
        saturated.claimsPerSecond,
        saturated.rowsPerSecond,
        saturated.cpuUs,
        atRate,
        saturated.audit,
        killed);
  }

  /**
   * What it does a second until the row is there, once it is warm: a sale is hardly faster than the
   * best before it.
   */
  private double warm() throws IOException, InterruptedException {
    double perSecond = 0;
    int users = WARM_USERS;
    double before = 0;
    int least = setting.quick() ? 2 : WARM_SALES_MIN;
    int most = setting.quick() ? 2 : WARM_SALES_MAX;
    for (int i = 0; i < least || (i < most && perSecond > WARM_GAIN * before); i++) {
      before = Math.max(before, perSecond);
      try (Sale sale = new Sale(users, users)) {
        SaleLoad load = sale.load(users, OpenLoop.UNPACED, LOAD_SECONDS_MAX, () -> false);
        sale.settle();
        perSecond = sale.rowsPerSecond(load);
      }
      users = users(perSecond, setting.seconds(WARM_SECONDS));
    }
    setting.say("%s: warm, about %,.0f claims/s".formatted(subject.name(), perSecond));
    return perSecond;
  }

  private static int users(double perSecond, double seconds) {
    return (int) Math.clamp(perSecond * seconds, USERS_MIN, USERS_APART / 2);
  }

  private record Saturated(
      double claimsPerSecond, double rowsPerSecond, Map<Part, Double> cpuUs, SaleAudit audit) {}

  private Saturated saturate(double perSecond) throws IOException, InterruptedException {
    int first = users(perSecond, setting.seconds(SATURATED_SECONDS));
    int units = first + first / 9;
    try (Sale sale = new Sale(units, units + units / 5)) {
      Map<Part, Usage> before = subject.usage();
      SaleLoad load = sale.load(first, OpenLoop.UNPACED, LOAD_SECONDS_MAX, () -> false);
      sale.settle();
      Map<Part, Double> cpuUs = cpuUs(before, subject.usage(), load.yes());
      double claims = load.yes() / load.secondsToLastYes();
      double rows = sale.rowsPerSecond(load);
      sale.load(sale.left(), OpenLoop.UNPACED, LOAD_SECONDS_MAX, () -> false);
      SaleAudit audit = sale.audit();
      setting.say(
          "%s: %,.0f answers/s, %,.0f rows/s; %s".formatted(subject.name(), claims, rows, audit));
      return new Saturated(claims, rows, cpuUs, audit);
    }
  }

  private static Map<Part, Double> cpuUs(
      Map<Part, Usage> before, Map<Part, Usage> after, int claims) {
    Map<Part, Double> cpuUs = new EnumMap<>(Part.class);
    after.forEach((part, usage) ->
        cpuUs.put(
            part,
            (usage.cpuNs() - before.getOrDefault(part, usage).cpuNs())
                / 1e3
                / Math.max(1, claims)));
    return cpuUs;
  }

  private AtRate atRate(double perSecond) throws IOException, InterruptedException {
    double seconds = setting.seconds(RATE_SECONDS);
    int users = users(perSecond, seconds);
    try (Sale sale = new Sale(users, users)) {
      sale.load(users, perSecond, seconds, () -> false);
      sale.settle();
      OpenLoopResult result = sale.result();
      double[] answer = {result.ms(50), result.ms(99), result.ms(99.9)};
      double[] row = sale.rowMs(50, 99);
      setting.say(
          "%s: %,.0f/s, p50 %.1f ms, p99 %.1f ms"
              .formatted(subject.name(), perSecond, answer[0], answer[1]));
      return new AtRate(perSecond, result.outcome().errors(), answer, row);
    }
  }

  private Killed killed(Kill kill, double perSecond) throws IOException, InterruptedException {
    int units = users(perSecond, KILL_SECONDS);
    kill.prepare();
    // Those whose answers the kill takes buy nothing for sure: others must want the units all the
    // same.
    int users = units + units / 5 + 2 * subject.connections();
    try (Sale sale = new Sale(units, users)) {
      Killer killer = new Killer(kill, sale, units / 3);
      sale.load(units, OpenLoop.UNPACED, LOAD_SECONDS_MAX, killer::isDone);
      double secondsAway = killer.recovered();
      sale.load(sale.left(), OpenLoop.UNPACED, LOAD_SECONDS_MAX, () -> false);
      SaleAudit audit = sale.audit();
      setting.say("%s, kill of %s: %s".formatted(subject.name(), kill.name(), audit));
      return new Killed(kill.name(), secondsAway, audit);
    }
  }

  /** Kills on a thread of its own once so many were told something. */
  private static final class Killer {
    private final Kill kill;
    private final Thread thread;
    private volatile boolean done;
    private volatile @Nullable Exception problem;
    private volatile long killedNs;

    Killer(Kill kill, Sale sale, int answers) {
      this.kill = kill;
      thread = Thread.ofPlatform().name("killer").start(() -> run(sale, answers));
    }

    private void run(Sale sale, int answers) {
      try {
        long endNs = System.nanoTime() + (long) (LOAD_SECONDS_MAX * 1e9);
        while (sale.asked() < answers && System.nanoTime() < endNs) Thread.sleep(1);
        kill.kill();
        killedNs = System.nanoTime();
      } catch (IOException | InterruptedException e) {
        problem = e;
      } finally {
        done = true;
      }
    }

    boolean isDone() {
      return done;
    }

    double recovered() throws IOException, InterruptedException {
      thread.join();
      if (problem != null) throw new IOException("cannot kill: " + problem, problem);
      kill.recover();
      double whole = (System.nanoTime() - killedNs) / 1e9;
      return kill.secondsAway().orElse(whole);
    }
  }

  /** One offer and its users. */
  private final class Sale implements AutoCloseable {
    private final long id = ++offer;
    private final long units;
    private final SaleRecords records;
    private final @Nullable StatusPolls polls;
    private final AtomicInteger next = new AtomicInteger();
    private @Nullable OpenLoopResult result;

    Sale(long units, int users) throws IOException, InterruptedException {
      this.units = units;
      records = new SaleRecords(FIRST_USER + id * USERS_APART, users);
      subject.open(id, units);
      polls = subject.yesStatus() == 202 ? StatusPolls.start(subject, id, records) : null;
    }

    int asked() {
      return next.get();
    }

    int left() {
      return records.users() - next.get();
    }

    /** Lets the next so many users ask, until that is so. */
    SaleLoad load(int users, double perSecond, double seconds, Ended ended) throws IOException {
      int last = next.get() + users;
      IntSupplier nobody =
          () -> next.get() >= last || ended.isSo() ? SaleLoad.NOBODY : next.getAndIncrement();
      SaleLoad load = new SaleLoad(records, subject.claim(id), nobody, users);
      result =
          OpenLoop.run(
              subject.ports(),
              load,
              load,
              subject.connections(),
              perSecond,
              seconds,
              subject.yesStatus());
      return load;
    }

    OpenLoopResult result() {
      if (result == null) throw new IllegalStateException("nobody asked");
      return result;
    }

    /** Waits until all that was taken in is decided and durable, or nothing moves any more. */
    void settle() throws IOException, InterruptedException {
      long endNs = System.nanoTime() + (long) (SETTLE_SECONDS_MAX * 1e9);
      int stable = 0;
      for (int rows = -1; stable < STABLE_POLLS && System.nanoTime() < endNs; ) {
        boolean idle = subject.backlog() == 0;
        int now = subject.rows(id);
        stable = idle && now == rows ? stable + 1 : 0;
        rows = now;
        Thread.sleep(POLL_MS);
      }
    }

    double rowsPerSecond(SaleLoad load) throws IOException {
      List<Issued> rows = subject.issued(id);
      long last = rows.stream().mapToLong(Issued::committedUs).max().orElse(load.firstUs());
      return rows.size() / Math.max(1e-3, (last - load.firstUs()) / 1e6);
    }

    /** From the intended start of each claim to its commit, ms. */
    double[] rowMs(double... percentiles) throws IOException {
      long[] us =
          subject.issued(id).stream()
              .filter(row -> records.userOf(row.user()) >= 0)
              .filter(row -> records.intendedUs(records.userOf(row.user())) > 0)
              .mapToLong(row -> row.committedUs() - records.intendedUs(records.userOf(row.user())))
              .sorted()
              .toArray();
      if (us.length == 0) return new double[percentiles.length];
      return Arrays.stream(percentiles)
          .map(percentile -> us[(int) (percentile / 100 * (us.length - 1))] / 1e3)
          .toArray();
    }

    SaleAudit audit() throws IOException, InterruptedException {
      settle();
      if (polls != null) polls.awaitNobodyWaiting(asksMs());
      return SaleAudit.of(units, subject.issued(id).stream().map(Issued::user).toList(), records);
    }

    /** As long as all who wait need to ask twice. */
    private long asksMs() {
      return 2_000 + 2_000L * records.count(Told.WAIT) / StatusPolls.PER_SECOND;
    }

    @Override
    public void close() {
      if (polls != null) polls.close();
    }
  }

  /** Whether a load is to end. */
  @FunctionalInterface
  private interface Ended {
    boolean isSo();
  }
}
