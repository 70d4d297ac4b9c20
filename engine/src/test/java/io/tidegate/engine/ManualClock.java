package io.tidegate.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Two clocks set by hand; any thread. */
final class ManualClock implements EngineClock {

  private final AtomicLong wallMs = new AtomicLong();
  private final AtomicLong monotonicNs = new AtomicLong(77_000_000_000L);

  ManualClock(long wallMs) {
    this.wallMs.set(wallMs);
  }

  /** Time passes on both. */
  void pass(long ms) {
    monotonicNs.addAndGet(ms * 1_000_000);
    wallMs.addAndGet(ms);
  }

  /** The wall clock alone jumps, either way. */
  void stepWall(long ms) {
    wallMs.addAndGet(ms);
  }

  @Override
  public long wallMs() {
    return wallMs.get();
  }

  @Override
  public long monotonicNs() {
    return monotonicNs.get();
  }
}
