package io.tidegate.lab.metric;

/** What a metric's values are. */
public enum ValueType {
  DEFAULT,
  /** Time, ms. */
  TIME,
  /** Bytes. */
  DATA
}
