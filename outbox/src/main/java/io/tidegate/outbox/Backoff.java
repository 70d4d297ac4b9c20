package io.tidegate.outbox;

import java.util.SplittableRandom;

/** Pauses that double from one failure to the next, each with jitter. One thread. */
final class Backoff {

  private final long leastMs;
  private final long mostMs;
  private final SplittableRandom random;
  private long nextMs;

  Backoff(long leastMs, long mostMs, long seed) {
    this.leastMs = leastMs;
    this.mostMs = mostMs;
    this.random = new SplittableRandom(seed);
    this.nextMs = leastMs;
  }

  /** The next pause, ms: between half and all of what it doubles to. */
  long nextMs() {
    long pauseMs = nextMs / 2 + random.nextLong(nextMs / 2 + 1);
    nextMs = Math.min(mostMs, nextMs * 2);
    return pauseMs;
  }

  void reset() {
    nextMs = leastMs;
  }

  /** A tenth of a delay at most, the same for the same seed; so that it can be computed again. */
  static long spread(long delayMs, long seed) {
    return new SplittableRandom(seed).nextLong(delayMs / 10 + 1);
  }
}
