package io.tidegate.gate.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives each its turns, by weight. Equal weights go round exactly. Others are drawn from a
 * low-discrepancy sequence (multiples of the golden ratio), which needs one counter and no lock,
 * follows weights that change at any time, and is off by a few turns at most where chance would be
 * off by the root of their number. Any thread.
 */
final class Turns {

  /** 2^64 divided by the golden ratio. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final AtomicLong turn = new AtomicLong();

  /** Whose turn it is. */
  <C extends Candidate> C next(List<C> candidates, long nowNs) {
    long now = turn.getAndIncrement();
    double[] until = new double[candidates.size()];
    if (!addUp(candidates, nowNs, until))
      return candidates.get((int) Long.remainderUnsigned(now, candidates.size()));
    return candidates.get(find(until, unit(now * GOLDEN)));
  }

  /** One of them at random, by weight. */
  <C extends Candidate> C random(List<C> candidates, long nowNs) {
    double[] until = new double[candidates.size()];
    addUp(candidates, nowNs, until);
    return candidates.get(find(until, unit(Mix.of(turn.getAndIncrement() * GOLDEN))));
  }

  /** Adds weights up; returns whether they differ. */
  private static boolean addUp(List<? extends Candidate> candidates, long nowNs, double[] until) {
    double sum = 0;
    double first = candidates.getFirst().weight(nowNs);
    boolean differ = false;
    for (int i = 0; i < until.length; i++) {
      double weight = candidates.get(i).weight(nowNs);
      differ |= weight != first;
      sum += weight;
      until[i] = sum;
    }
    return differ;
  }

  private static int find(double[] until, double share) {
    double wanted = share * until[until.length - 1];
    int i = 0;
    while (i < until.length - 1 && until[i] <= wanted) i++;
    return i;
  }

  /** In [0, 1). */
  private static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }
}
