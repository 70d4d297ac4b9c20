package io.tidegate.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engine time: starts at the later of wall clock and newest record, runs with the monotonic clock,
 * never goes back. A wall clock that steps forward is followed and logged; one that steps back is
 * ignored and logged. Confined to the loop's thread.
 */
final class EngineTime {

  private static final Logger LOG = LoggerFactory.getLogger(EngineTime.class);

  /** Less than this is drift, not a step. */
  private static final long STEP_MS = 1_000;

  private final EngineClock clock;
  private long originMs;
  private long originNs;
  private long lagMs;

  EngineTime(EngineClock clock, long lastRecordMs) {
    this.clock = clock;
    originNs = clock.monotonicNs();
    originMs = Math.max(clock.wallMs(), lastRecordMs);
    lagMs = originMs - clock.wallMs();
    if (lagMs > STEP_MS)
      LOG.warn("The wall clock is {} ms behind the newest record; time goes on from there.", lagMs);
  }

  /** Now, epoch ms; never before what it said last. */
  long nowMs() {
    long nowMs = originMs + (clock.monotonicNs() - originNs) / 1_000_000;
    long aheadMs = clock.wallMs() - nowMs;
    if (aheadMs > STEP_MS) return follow(nowMs, aheadMs);
    if (-aheadMs > lagMs + STEP_MS) {
      LOG.warn("The wall clock stepped back by {} ms; ignored.", -aheadMs - lagMs);
      lagMs = -aheadMs;
    } else if (aheadMs >= 0) {
      lagMs = 0;
    }
    return nowMs;
  }

  private long follow(long nowMs, long aheadMs) {
    LOG.warn("The wall clock stepped forward by {} ms; followed.", aheadMs);
    originMs = nowMs + aheadMs;
    originNs = clock.monotonicNs();
    lagMs = 0;
    return originMs;
  }
}
