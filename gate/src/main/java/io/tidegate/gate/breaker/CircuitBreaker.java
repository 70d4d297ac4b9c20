package io.tidegate.gate.breaker;

import io.tidegate.gate.breaker.BreakerConfig.WindowType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks nothing of whoever fails too often, or is too slow too often, until some trials succeed. It
 * reads no clock. Any thread.
 *
 * <pre>
 *          a rate reaches its threshold          after waitDurationInOpenState
 *  CLOSED ─────────────────────────────▶ OPEN ◀───────────────────────────────▶ HALF_OPEN
 *     ▲                                          a rate of the trials is too high   │
 *     └───────────────────────── the rates of the trials are below ─────────────────┘
 * </pre>
 */
public final class CircuitBreaker {

  /** Whether calls are let through. */
  public enum State {
    /** All are. */
    CLOSED,
    /** None is. */
    OPEN,
    /** A few are, to see how they end. */
    HALF_OPEN;

    /** As metrics and operators call it: {@code half-open}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What {@link #acquire} says where the call is not permitted. */
  public static final long REFUSED = -1;

  private final BreakerConfig config;
  private State state = State.CLOSED;
  private CallWindow window;

  /** Counts changes of state: the outcome of a call from before the last one says nothing now. */
  private long era;

  private int trials;
  private long openedNs;
  private long refused;
  private String cause = "";

  /** A closed one. */
  public CircuitBreaker(BreakerConfig config) {
    this.config = config;
    window = windowWhenClosed();
  }

  private CallWindow windowWhenClosed() {
    return config.slidingWindowType() == WindowType.COUNT_BASED
        ? new CallWindow.Counted(config.slidingWindowSize())
        : new CallWindow.Timed(config.slidingWindowSize());
  }

  /**
   * Asks for a call.
   *
   * @return a permit that is given back with {@link #record} or {@link #release}; or {@link
   *     #REFUSED}
   */
  public synchronized long acquire(long nowNs) {
    if (!isPermitting(nowNs)) {
      refused++;
      return REFUSED;
    }
    if (state == State.OPEN) become(State.HALF_OPEN);
    if (state == State.HALF_OPEN) trials++;
    return era;
  }

  /** Whether a call would be permitted now. */
  public synchronized boolean isPermitting(long nowNs) {
    return switch (state) {
      case CLOSED -> true;
      case OPEN -> nowNs - openedNs >= config.waitDurationInOpenState().toNanos();
      case HALF_OPEN -> trials < config.permittedNumberOfCallsInHalfOpenState();
    };
  }

  /** Whether a call of that length is a slow one. */
  boolean isSlow(long durationNs) {
    return durationNs > config.slowCallDurationThreshold().toNanos();
  }

  /** How long it stays open from now on, in ns; 0 where it is not open, or not any more. */
  public synchronized long openForNs(long nowNs) {
    if (state != State.OPEN) return 0;
    return Math.max(0, openedNs + config.waitDurationInOpenState().toNanos() - nowNs);
  }

  /** The call was not made, or ended without saying anything. */
  public synchronized void release(long permit) {
    if (permit == era && state == State.HALF_OPEN) trials--;
  }

  /** The call ended after so long. */
  public synchronized void record(long permit, boolean failed, long durationNs, long nowNs) {
    if (permit != era || state == State.OPEN) return;
    window.add(failed, isSlow(durationNs), nowNs);
    if (window.calls() < callsThatCount()) return;
    if (failureRate() >= config.failureRateThreshold()) open(nowNs, failureRate(), "calls failed");
    else if (slowCallRate() >= config.slowCallRateThreshold())
      open(nowNs, slowCallRate(), "calls were slow");
    else if (state == State.HALF_OPEN) become(State.CLOSED);
  }

  private int callsThatCount() {
    if (state == State.HALF_OPEN) return config.permittedNumberOfCallsInHalfOpenState();
    return config.slidingWindowType() == WindowType.COUNT_BASED
        ? Math.min(config.minimumNumberOfCalls(), config.slidingWindowSize())
        : config.minimumNumberOfCalls();
  }

  private void open(long nowNs, double rate, String what) {
    cause = String.format(Locale.ROOT, "%.0f %% of the last %d %s", rate, window.calls(), what);
    openedNs = nowNs;
    become(State.OPEN);
  }

  private void become(State next) {
    state = next;
    era++;
    trials = 0;
    window =
        next == State.HALF_OPEN
            ? new CallWindow.Counted(config.permittedNumberOfCallsInHalfOpenState())
            : windowWhenClosed();
  }

  /** Calls that were not permitted so far. */
  public synchronized long refused() {
    return refused;
  }

  /** Its state; an open one becomes half open with the first call after its time. */
  public synchronized State state() {
    return state;
  }

  /** In percent of the calls in the window; 0 without any. */
  public synchronized double failureRate() {
    return percent(window.failures());
  }

  /** In percent of the calls in the window; 0 without any. */
  public synchronized double slowCallRate() {
    return percent(window.slow());
  }

  private double percent(int part) {
    return window.calls() == 0 ? 0 : 100.0 * part / window.calls();
  }

  /** Why it is not closed, for people; null if it is. */
  public synchronized @Nullable String why() {
    return switch (state) {
      case CLOSED -> null;
      case OPEN -> "circuit breaker open: " + cause;
      case HALF_OPEN -> "circuit breaker half open: " + cause;
    };
  }
}
