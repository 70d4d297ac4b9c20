package io.tidegate.gate.fallback;

import java.util.concurrent.atomic.LongAdder;

/** How often a route gave what instead of a response. Any thread. */
public final class FallbackCounts {

  final LongAdder stale = new LongAdder();
  final LongAdder upstream = new LongAdder();
  final LongAdder page = new LongAdder();
  final LongAdder reply = new LongAdder();

  /** What the cache still had. */
  public long stale() {
    return stale.sum();
  }

  /** Another upstream was asked. */
  public long upstream() {
    return upstream.sum();
  }

  /** The page for people. */
  public long page() {
    return page.sum();
  }

  /** The fixed reply. */
  public long reply() {
    return reply.sum();
  }
}
