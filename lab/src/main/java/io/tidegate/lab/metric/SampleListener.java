package io.tidegate.lab.metric;

/** Is given every single sample: for outputs that write each down. */
@FunctionalInterface
public interface SampleListener {

  /**
   * Called within a second of the samples, usually by the thread {@code samples}, at times by one
   * that measures, and then beside it. While it waits, those who measure are soon held up: a
   * listener that must not do so has a queue and lets go.
   */
  void samples(SampleBatch batch);
}
