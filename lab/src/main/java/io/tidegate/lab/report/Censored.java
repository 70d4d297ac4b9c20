package io.tidegate.lab.report;

import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunRecord;

/**
 * Times of which some never came about: arrivals that nobody served, iterations that were cut off.
 * Those rank behind all that are known, since leaving them out would leave out the worst ones; a
 * percentile that falls among them is at least the greatest known one.
 *
 * @param known the times that are known
 * @param unknown how many are not, at least 0
 */
record Censored(Totals known, long unknown) {

  /**
   * Response times of a run: arrivals that nobody served and iterations that were cut off count.
   */
  static Censored responses(RunRecord run) {
    Measurements measured = run.measured();
    long dropped = Math.round(measured.of(measured.builtin().droppedIterations).sum());
    return new Censored(
        measured.of(measured.builtin().iterationResponse), run.interrupted() + dropped);
  }

  /** The text of a percentile, which may be {@code ≥ x}. */
  String percentile(double percent) {
    if (known.count() + unknown == 0) return "–";
    if (known.count() == 0) return "∞";
    return (isLeast(percent) ? "≥ " : "") + Numbers.time(least(percent));
  }

  /** Whether a percentile falls among the times that are not known. */
  boolean isLeast(double percent) {
    return place(percent) > known.count() - 1;
  }

  /** A percentile, or the least that it can be; of at least one known time. */
  double least(double percent) {
    if (isLeast(percent)) return known.max();
    double part = known.count() == 1 ? 0 : place(percent) / (known.count() - 1);
    return known.percentile(100 * part);
  }

  private double place(double percent) {
    return percent / 100 * (known.count() + unknown - 1);
  }
}
