package io.tidegate.gate.sight;

import io.tidegate.http.metrics.HistogramBuckets;
import io.tidegate.http.metrics.SingleWriterCounters;

/** What one event loop counts of one endpoint. Its thread adds, any thread reads. */
final class EndpointCounts {

  static final int OPENED = 0;
  static final int REUSED = 1;
  static final int RETRIES = 2;
  static final int SENT = 3;
  static final int RECEIVED = 4;

  /** Responses whose status is 1xx, 2xx and so on. */
  static final int CLASSES = 5;

  static final int ENDS = CLASSES + 5;
  static final int HEADS = ENDS + AttemptEnd.values().length;
  static final int WHOLES = HEADS + HistogramBuckets.TIMES.cells();
  static final int CELLS = WHOLES + HistogramBuckets.TIMES.cells();

  private final SingleWriterCounters counters = new SingleWriterCounters(CELLS);

  void retried() {
    counters.add(RETRIES, 1);
  }

  void connected(boolean reused) {
    counters.add(reused ? REUSED : OPENED, 1);
  }

  void head(int status, long tookNs) {
    counters.add(CLASSES + status / 100 - 1, 1);
    HistogramBuckets.TIMES.note(counters, HEADS, tookNs);
  }

  void ended(AttemptEnd end, long tookNs, long sentBytes, long receivedBytes) {
    counters.add(ENDS + end.ordinal(), 1);
    if (end == AttemptEnd.WHOLE) HistogramBuckets.TIMES.note(counters, WHOLES, tookNs);
    if (sentBytes > 0) counters.add(SENT, sentBytes);
    if (receivedBytes > 0) counters.add(RECEIVED, receivedBytes);
  }

  void addTo(long[] sums) {
    for (int i = 0; i < CELLS; i++) sums[i] += counters.get(i);
  }
}
