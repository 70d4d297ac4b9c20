package io.tidegate.lab.output;

import io.tidegate.lab.metric.SampleBatch;
import java.io.IOException;
import java.io.OutputStream;

/** Writes samples in one format. Not thread-safe. */
interface SampleEncoder {

  /** What stands before all. */
  default void begin(OutputStream to) throws IOException {}

  /** These. */
  void write(SampleBatch batch, OutputStream to) throws IOException;
}
