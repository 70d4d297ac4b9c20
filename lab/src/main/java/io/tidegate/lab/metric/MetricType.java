package io.tidegate.lab.metric;

/** What is kept of a metric's values. */
public enum MetricType {
  /** Their sum, and how much that is a second. */
  COUNTER,
  /** The last, the least and the greatest. */
  GAUGE,
  /** The part of them that is not 0. */
  RATE,
  /** Their distribution. */
  TREND
}
