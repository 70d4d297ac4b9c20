package io.tidegate.gate.limit;

/**
 * A token bucket for each key, in a table whose size never changes. A bucket is one number: the
 * time at which it will be full again (the generic cell rate algorithm). So one that is full is as
 * good as none, and where a new key finds no free slot among its {@value #WAYS}, it takes that of
 * the bucket that would be full soonest: what is forgotten is what mattered least. Any thread.
 */
public final class RateLimit {

  private static final int WAYS = 8;
  private static final int LOCKS = 64;

  private final long tokenNs;
  private final long burstNs;
  private final long[] keys;
  private final long[] fullNs;
  private final Object[] locks = new Object[LOCKS];

  /** Full buckets. */
  public RateLimit(RateLimitConfig config) {
    tokenNs = Math.max(1, (long) (1e9 / config.perSecond()));
    burstNs = Math.multiplyExact(tokenNs, (long) config.burst());
    int slots = Integer.highestOneBit(config.keys() - 1) << 1;
    keys = new long[slots];
    fullNs = new long[slots];
    for (int i = 0; i < LOCKS; i++) locks[i] = new Object();
  }

  /**
   * Takes a token.
   *
   * @param key of {@link RateKeys}
   * @return 0 if there was one; else in how many ns there will be
   */
  public long take(long key, long nowNs) {
    int set = (int) (key >>> 32) & (keys.length / WAYS - 1);
    synchronized (locks[set % LOCKS]) {
      int slot = slot(key, set * WAYS, nowNs);
      long full = keys[slot] == key ? Math.max(fullNs[slot] - nowNs, 0) : 0;
      long waitNs = full + tokenNs - burstNs;
      if (waitNs > 0) return waitNs;
      keys[slot] = key;
      fullNs[slot] = nowNs + full + tokenNs;
      return 0;
    }
  }

  /** The key's slot, else one to take: a free one, or the one that is free soonest. */
  private int slot(long key, int from, long nowNs) {
    int soonest = from;
    for (int i = from; i < from + WAYS; i++) {
      if (keys[i] == key) return i;
      if (leftNs(i, nowNs) < leftNs(soonest, nowNs)) soonest = i;
    }
    return soonest;
  }

  private long leftNs(int slot, long nowNs) {
    return keys[slot] == 0 ? Long.MIN_VALUE : fullNs[slot] - nowNs;
  }
}
