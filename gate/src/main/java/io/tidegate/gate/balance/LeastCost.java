package io.tidegate.gate.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * Whoever costs least. Up to {@value #SCAN_MAX} are all looked at: among so few, two samples would
 * leave some idle for long. Among more, two are drawn and the better one taken, since figures are a
 * moment old and all would run to the same one (Mitzenmacher 2001). Among equals each gets its
 * turn, by weight.
 *
 * <h2>Fast failures must not attract</h2>
 *
 * Who fails at once has little in flight and answers soonest. So a failure takes no time off the
 * measured latency, and who fails more than half of the time is charged with requests it does not
 * have: one at a half, 99 at 99 of 100.
 *
 * <h2>Nor must slowness</h2>
 *
 * Requests in flight alone let one that became ten times slower keep as many people waiting as a
 * good one. So in {@link #inFlight} who is several times slower than the quickest one is charged
 * for each request with as many. Nobody counts as quicker than {@value #QUICK_NS} ns: below that a
 * single pause of a process makes it many times slower, and would take its share for seconds.
 */
final class LeastCost implements Balancer {

  static final int SCAN_MAX = 16;

  private static final double FAILING_MAX = 0.99;
  private static final double UNKNOWN_NS = 1e18;

  /** How much slower than the quickest one matters, and how much of it counts. */
  private static final double SLOWER = 3;

  private static final double SLOWER_MAX = 10;
  private static final double QUICK_NS = 5e6;

  /** What it costs to give one more to a candidate; any unit. */
  @FunctionalInterface
  interface Cost {

    /**
     * The cost.
     *
     * @param quickestNs the least mean latency of all of them
     */
    double of(Candidate candidate, double quickestNs, long nowNs);
  }

  private final Cost cost;
  private final Turns turns = new Turns();

  private LeastCost(Cost cost) {
    this.cost = cost;
  }

  static LeastCost inFlight() {
    return new LeastCost((c, quickestNs, nowNs) -> {
      double load = load(c, nowNs);
      double slower = Math.min(SLOWER_MAX, c.meanNs(nowNs) / quickestNs);
      if (slower >= SLOWER) load = (load + 1) * slower - 1;
      return load / c.weight(nowNs);
    });
  }

  static LeastCost peakEwma() {
    return new LeastCost((c, quickestNs, nowNs) -> {
      double load = load(c, nowNs);
      double latency = c.peakNs(nowNs);
      if (latency == 0) latency = load > 0 ? UNKNOWN_NS : 0; // one request finds out
      return latency * (load + 1) / c.weight(nowNs);
    });
  }

  private static double load(Candidate candidate, long nowNs) {
    double failing = Math.min(FAILING_MAX, candidate.failing(nowNs));
    return failing < 0.5
        ? candidate.inFlight()
        : candidate.inFlight() + Math.floor(failing / (1 - failing));
  }

  @Override
  public <C extends Candidate> C choose(List<C> candidates, long hash, long nowNs) {
    double quickestNs = quickestNs(candidates);
    return candidates.size() <= SCAN_MAX
        ? least(candidates, quickestNs, nowNs)
        : betterOfTwo(candidates, quickestNs, nowNs);
  }

  /** Least {@value #QUICK_NS}. What has faded since says nothing of how quick anybody is. */
  private static double quickestNs(List<? extends Candidate> candidates) {
    double quickest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      double latency = candidates.get(i).meanNs();
      if (latency > 0 && latency < quickest) quickest = latency;
    }
    return Math.max(QUICK_NS, quickest);
  }

  private <C extends Candidate> C least(List<C> candidates, double quickestNs, long nowNs) {
    C best = candidates.getFirst();
    double least = cost.of(best, quickestNs, nowNs);
    List<C> equals = List.of();
    for (int i = 1; i < candidates.size(); i++) {
      C other = candidates.get(i);
      double costs = cost.of(other, quickestNs, nowNs);
      if (costs > least) continue;
      if (costs < least) {
        best = other;
        least = costs;
        equals = List.of();
      } else {
        if (equals.isEmpty()) equals = new ArrayList<>(List.of(best));
        equals.add(other);
      }
    }
    return equals.isEmpty() ? best : turns.next(equals, nowNs);
  }

  private <C extends Candidate> C betterOfTwo(List<C> candidates, double quickestNs, long nowNs) {
    C one = turns.random(candidates, nowNs);
    C two = turns.random(candidates, nowNs);
    if (two.identity() == one.identity()) two = turns.random(candidates, nowNs);
    return cost.of(two, quickestNs, nowNs) < cost.of(one, quickestNs, nowNs) ? two : one;
  }
}
