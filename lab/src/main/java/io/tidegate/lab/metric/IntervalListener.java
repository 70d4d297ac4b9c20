package io.tidegate.lab.metric;

/** Is given what was measured of every second: for a live view, a report, an output. */
@FunctionalInterface
public interface IntervalListener {

  /**
   * Called once a second by the thread {@code samples}, and once more at the end; should be brief.
   */
  void interval(Interval interval);
}
