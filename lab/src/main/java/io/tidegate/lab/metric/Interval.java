package io.tidegate.lab.metric;

import java.util.List;

/**
 * What was measured between two moments, usually a second apart: for each series that had samples
 * its totals of this interval alone. Nobody changes it any more, so it may be kept.
 *
 * @param fromMs epoch ms
 * @param toMs epoch ms
 * @param parts in the order in which they came first
 */
public record Interval(long fromMs, long toMs, List<Part> parts) {

  /**
   * One series.
   *
   * @param totals of this interval
   */
  public record Part(Metric metric, TagSet tags, Totals totals) {}

  /** All parts that belong to a metric or a part of it, as one. */
  public Totals totals(SubMetric wanted) {
    Totals all = new Totals(wanted.metric().type());
    for (Part part : parts)
      if (part.metric == wanted.metric() && wanted.has(part.tags)) all.add(part.totals);
    return all;
  }
}
