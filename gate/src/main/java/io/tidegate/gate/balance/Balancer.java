package io.tidegate.gate.balance;

import java.util.List;

/** Chooses who gets the next request. Any thread. */
public interface Balancer {

  /**
   * Chooses.
   *
   * @param candidates those that may be chosen, at least one
   * @param hash of what requests with affinity have in common
   * @param nowNs monotonic time
   */
  <C extends Candidate> C choose(List<C> candidates, long hash, long nowNs);
}
