package io.tidegate.lab.report;

import io.tidegate.lab.metric.Totals;

/**
 * Times of which some never came about: arrivals that nobody served, iterations that were cut off.
 * Those rank behind all that are known, since leaving them out would leave out the worst ones; a
 * percentile that falls among them is at least the greatest known one.
 *
 * @param known the times that are known
 * @param unknown how many are not, at least 0
 */
record Censored(Totals known, long unknown) {

  /** The text of a percentile, which may be {@code ≥ x}. */
  String percentile(double percent) {
    long all = known.count() + unknown;
    if (all == 0) return "–";
    double place = percent / 100 * (all - 1);
    if (known.count() == 0) return "∞";
    if (place > known.count() - 1) return "≥ " + Numbers.time(known.max());
    double part = known.count() == 1 ? 0 : place / (known.count() - 1);
    return Numbers.time(known.percentile(100 * part));
  }
}
