package io.tidegate.gate.health;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ejects an endpoint that fails, and lets it back. Made for a few endpoints: it looks at runs of
 * failures at one of them, since statistics over two or three say nothing. Any thread.
 *
 * <pre>
 *       failures in a row                 its time is over
 *  IN ────────────────────▶ OUT ◀──────────────────────────▶ TRIAL
 *   ▲                        │           the trial failed      │
 *   └────────────────────────┴── a request or a check succeeded┘
 * </pre>
 *
 * The trial is one request, best one that can be sent to another endpoint when it fails. The time
 * out doubles each time the endpoint is ejected again before it has been in for the longest time.
 */
public final class Ejection {

  private enum Phase {
    IN,
    OUT,
    TRIAL
  }

  private static final double JITTER = 0.25;

  private final EjectionConfig config;
  private final RandomGenerator random;

  private volatile Phase phase = Phase.IN;

  /** Faults and statuses since something succeeded; 0 is read without the lock. */
  private volatile int failures;

  private int faults;
  private volatile int cuts;
  private int ejections;
  private long sinceNs;
  private volatile long untilNs;
  private long lengthNs;
  private long returnedNs;
  private Failure last = Failure.CONNECT;

  /**
   * @param random for the jitter; used under this object's lock
   */
  public Ejection(EjectionConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /** Whether requests may go there without more ado. */
  public boolean isIn() {
    return phase == Phase.IN;
  }

  /**
   * Whether the next request is the trial; then it is, and its outcome must be reported, or that it
   * {@linkplain #abandon has none}.
   *
   * @param safe whether the request can be sent to another endpoint should it fail. One that cannot
   *     is the trial only where no other has come for as long as the endpoint was out.
   */
  public boolean tryTrial(boolean safe, long nowNs) {
    if (phase != Phase.OUT || nowNs - untilNs < 0) return false;
    synchronized (this) {
      boolean due = phase == Phase.OUT && nowNs - untilNs >= (safe ? 0 : lengthNs);
      if (due) phase = Phase.TRIAL;
      return due;
    }
  }

  /** The trial ended without saying anything: its client went away. */
  public synchronized void abandon() {
    if (phase == Phase.TRIAL) phase = Phase.OUT;
  }

  /**
   * A request was answered well.
   *
   * @param startedNs when the attempt began: one from before the ejection lifts nothing
   * @return for how long the endpoint was out if this brought it back, in ns; else 0
   */
  public long answered(long startedNs, long nowNs) {
    if (phase == Phase.IN) {
      if (failures != 0) forgive();
      return 0;
    }
    synchronized (this) {
      return phase != Phase.IN && startedNs - sinceNs >= 0 ? comeBack(nowNs) : 0;
    }
  }

  private synchronized void forgive() {
    if (phase != Phase.IN) return;
    failures = 0;
    faults = 0;
  }

  /** A response came to its end. */
  public void completed() {
    if (cuts != 0) cuts = 0;
  }

  /** A check succeeded. Returns as {@link #answered}. */
  public synchronized long restore(long nowNs) {
    return phase == Phase.IN ? 0 : comeBack(nowNs);
  }

  private long comeBack(long nowNs) {
    phase = Phase.IN;
    failures = 0;
    faults = 0;
    cuts = 0;
    returnedNs = nowNs;
    return nowNs - sinceNs;
  }

  /** A request failed; {@code startedNs} as for {@link #answered}. */
  public synchronized void failed(Failure failure, long startedNs, long nowNs) {
    if (phase == Phase.OUT || (phase == Phase.TRIAL && startedNs - sinceNs < 0)) return;
    last = failure;
    if (failure == Failure.CUT) {
      cuts = cuts + 1;
    } else {
      failures = failures + 1;
      faults = failure == Failure.STATUS ? 0 : faults + 1;
    }
    boolean enough = Math.max(faults, cuts) >= config.faults() || failures >= config.statuses();
    if (enough || phase == Phase.TRIAL) eject(nowNs);
  }

  private void eject(long nowNs) {
    boolean again = phase == Phase.TRIAL;
    if (!again && nowNs - returnedNs > config.longest().toNanos()) ejections = 0;
    int doublings = Math.min(ejections, 20);
    long ns = Math.min(config.longest().toNanos(), config.first().toNanos() << doublings);
    lengthNs = (long) (ns * (1 - JITTER + 2 * JITTER * random.nextDouble()));
    ejections++;
    if (!again) sinceNs = nowNs;
    untilNs = nowNs + lengthNs;
    phase = Phase.OUT;
  }

  /** Why it is out, for people; null if it is not. */
  public synchronized @Nullable String why(long nowNs) {
    if (phase == Phase.IN) return null;
    int row = Math.max(failures, cuts);
    String next =
        phase == Phase.TRIAL
            ? "a trial request is under way"
            : String.format(
                Locale.ROOT, "a trial request in %.1f s", Math.max(0, untilNs - nowNs) / 1e9);
    return "ejected after " + row + " failures in a row (" + last.words() + "); " + next;
  }
}
