package io.tidegate.bench.scale;

import java.util.List;
import java.util.Map;

/**
 * What was measured of one subject: a row of each table.
 *
 * @param name what the tables call it
 * @param yesMeans what its first good answer means
 * @param claimsPerSecond good answers a second, closed model, at saturation
 * @param rowsPerSecond the same until the last row is there
 * @param cpuUs µs a claim of each kind of process, from the first claim until the last row
 * @param atRate latencies at a fixed rate
 * @param undisturbed the audit of the sale at saturation
 * @param killed the audits of sales with a kill in the middle
 */
record ScaleResult(
    String name,
    String yesMeans,
    double claimsPerSecond,
    double rowsPerSecond,
    Map<ScaleSubject.Part, Double> cpuUs,
    AtRate atRate,
    SaleAudit undisturbed,
    List<Killed> killed) {

  /**
   * Latencies from the intended start, ms.
   *
   * @param perSecond claims
   * @param failed claims without a good answer
   * @param answerMs to the first good answer: p50, p99, p99.9
   * @param rowMs to the commit of the row: p50, p99
   */
  record AtRate(double perSecond, long failed, double[] answerMs, double[] rowMs) {}

  /**
   * A sale with a kill.
   *
   * @param what was killed
   * @param secondsAway from the kill until it answered again
   */
  record Killed(String what, double secondsAway, SaleAudit audit) {}
}
