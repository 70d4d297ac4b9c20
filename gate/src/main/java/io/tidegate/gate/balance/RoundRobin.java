package io.tidegate.gate.balance;

import java.util.List;

/** Each in its turn, by weight, whatever it is busy with. */
final class RoundRobin implements Balancer {

  private final Turns turns = new Turns();

  @Override
  public <C extends Candidate> C choose(List<C> candidates, long hash, long nowNs) {
    return turns.next(candidates, nowNs);
  }
}
