package io.tidegate.gate.balance;

import java.util.List;

/**
 * Consistent hashing with bounded load (Mirrokni 2016): requests of one hash go to the same
 * endpoint while that has at most {@value #LOAD_MAX} times its share of what is in flight, else to
 * the next in the order of that hash. The order is by weighted rendezvous (Thaler 1998): no ring to
 * keep, and when an endpoint comes or goes, only what it wins or held moves. Gates on different
 * machines agree, since the mathematics is strict.
 */
final class BoundedHash implements Balancer {

  static final double LOAD_MAX = 1.25;

  @Override
  public <C extends Candidate> C choose(List<C> candidates, long hash, long nowNs) {
    double weights = 0;
    double requests = 1;
    for (C candidate : candidates) {
      weights += candidate.weight(nowNs);
      requests += candidate.inFlight();
    }
    C best = candidates.getFirst();
    double highest = -1;
    for (C candidate : candidates) {
      double weight = candidate.weight(nowNs);
      double most = Math.ceil(LOAD_MAX * requests * weight / weights);
      double score = score(candidate.identity(), hash, weight);
      if (candidate.inFlight() < most && score > highest) {
        best = candidate;
        highest = score;
      }
    }
    return best;
  }

  private static double score(long identity, long hash, double weight) {
    double unit = ((Mix.of(identity ^ Mix.of(hash)) >>> 11) + 1) * 0x1p-53;
    return weight / (1e-300 - StrictMath.log(unit));
  }
}
