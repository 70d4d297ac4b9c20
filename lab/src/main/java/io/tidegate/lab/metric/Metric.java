package io.tidegate.lab.metric;

/**
 * Something that is measured during one run; told apart by identity, so each is made once, by a
 * {@link MetricRegistry}.
 */
public final class Metric {

  private final int index;
  private final String name;
  private final MetricType type;
  private final ValueType contains;

  Metric(int index, String name, MetricType type, ValueType contains) {
    this.index = index;
    this.name = name;
    this.type = type;
    this.contains = contains;
  }

  /** How many its registry made before it, for arrays with a place for each. */
  int index() {
    return index;
  }

  /** As scripts, thresholds and outputs call it. */
  public String name() {
    return name;
  }

  /** What is kept of its values. */
  public MetricType type() {
    return type;
  }

  /** What its values are. */
  public ValueType contains() {
    return contains;
  }

  @Override
  public String toString() {
    return name;
  }
}
