package io.tidegate.api;

import io.tidegate.engine.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A machine's clocks that only the test moves. */
final class ManualClock implements EngineClock {

  /** When every test begins. */
  static final long START_MS = Instant.parse("2026-11-20T20:00:00Z").toEpochMilli();

  private final AtomicLong ms = new AtomicLong(START_MS);

  @Override
  public long wallMs() {
    return ms.get();
  }

  @Override
  public long monotonicNs() {
    return ms.get() * 1_000_000;
  }

  void advance(Duration by) {
    ms.addAndGet(by.toMillis());
  }
}
