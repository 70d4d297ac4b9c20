package io.tidegate.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Two clocks set by hand; any thread. */
public final class ManualClock implements EngineClock {

  private final AtomicLong wallMs = new AtomicLong();
  private final AtomicLong monotonicNs = new AtomicLong(77_000_000_000L);

  private volatile String boot = "0123456789abcdef".repeat(2);

  /** Shows this hour, epoch ms, and stands still. */
  public ManualClock(long wallMs) {
    this.wallMs.set(wallMs);
  }

  /** Time passes on both; who reads the monotonic clock first sees no step back in between. */
  public void pass(Duration time) {
    pass(time.toMillis());
  }

  /** As {@link #pass(Duration)}, in milliseconds. */
  void pass(long ms) {
    wallMs.addAndGet(ms);
    monotonicNs.addAndGet(ms * 1_000_000);
  }

  /** The machine starts anew after a while: its monotonic clock begins again. */
  void reboot(long ms) {
    wallMs.addAndGet(ms);
    monotonicNs.set(1_000_000_000L);
    boot = Integer.toHexString(boot.hashCode()).repeat(8).substring(0, 32);
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

  @Override
  public String boot() {
    return boot;
  }
}
