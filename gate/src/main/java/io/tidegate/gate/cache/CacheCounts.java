package io.tidegate.gate.cache;

import java.util.concurrent.atomic.LongAdder;

/** How requests to a cache ended. Any thread. */
public final class CacheCounts {

  final LongAdder hits = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder collapsed = new LongAdder();
  final LongAdder passed = new LongAdder();

  /** Answered with what was fresh. */
  public long hits() {
    return hits.sum();
  }

  /** Answered with what was not fresh any more. */
  public long stale() {
    return stale.sum();
  }

  /** Asked of the upstream. */
  public long misses() {
    return misses.sum();
  }

  /** Waited for what another had asked for, and got that. */
  public long collapsed() {
    return collapsed.sum();
  }

  /** Went past the cache, since request or response are not for it. */
  public long passed() {
    return passed.sum();
  }
}
