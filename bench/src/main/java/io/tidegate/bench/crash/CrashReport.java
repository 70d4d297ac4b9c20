package io.tidegate.bench.crash;

import java.util.List;

/**
 * What came of killing a service again and again.
 *
 * @param rounds kills under load
 * @param killsWhileStarting further kills, while it was starting
 * @param answered requests that were answered before their process was killed
 * @param unanswered requests that were sent and not answered
 * @param tookEffect those of them that were in the journal
 * @param records in the journal at the end
 * @param faults everything that was not as promised; empty is what it should be
 */
public record CrashReport(
    int rounds,
    int killsWhileStarting,
    long answered,
    long unanswered,
    long tookEffect,
    long records,
    List<String> faults) {

  /** Copies the list. */
  public CrashReport {
    faults = List.copyOf(faults);
  }
}
