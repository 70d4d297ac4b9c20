package io.tidegate.lab.metric;

/**
 * Takes what is measured. Any thread; cheap, and never waits for whoever reads.
 *
 * <p>Values are in the metric's unit: ms of time, bytes of data, 0 or 1 of a rate.
 */
public interface Samples {

  /**
   * One value.
   *
   * @param atMs when, epoch ms of the generator's clock
   */
  void add(Metric metric, TagSet tags, double value, long atMs);

  /** Several values with the same tags at the same time: all that is measured of one request. */
  default void add(Metric[] metrics, double[] values, TagSet tags, long atMs) {
    for (int i = 0; i < metrics.length; i++) add(metrics[i], tags, values[i], atMs);
  }
}
