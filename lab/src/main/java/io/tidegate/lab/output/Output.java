package io.tidegate.lab.output;

import io.tidegate.lab.metric.MetricStore;

/** Gets what a run measures and hands it on. It never stops the run: what fails is told, once. */
public interface Output extends AutoCloseable {

  /** As a person knows it, such as {@code json (out.json.gz)}. */
  String description();

  /** Whether it takes every sample, and not only what was measured of every second. */
  boolean takesSamples();

  /**
   * Begins to take what the store gives; called once, before the store starts.
   *
   * @throws OutputException if it cannot begin at all, as where a file cannot be made
   */
  void start(MetricStore store) throws OutputException;

  /**
   * Hands on what is left, within a time of its own, and tells what got lost. After the store is
   * closed.
   */
  @Override
  void close();
}
