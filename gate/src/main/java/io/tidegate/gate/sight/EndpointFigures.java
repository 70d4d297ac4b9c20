package io.tidegate.gate.sight;

import io.tidegate.http.metrics.HistogramBuckets;
import io.tidegate.http.metrics.MetricFamilies;
import java.util.Arrays;

/** What was counted of one endpoint, since the start or since an earlier look. Immutable. */
public final class EndpointFigures {

  /** Nothing yet. */
  public static final EndpointFigures NONE = new EndpointFigures(new long[EndpointCounts.CELLS]);

  private final long[] cells;

  EndpointFigures(long[] cells) {
    this.cells = cells;
  }

  /** What came in between. */
  public EndpointFigures since(EndpointFigures earlier) {
    long[] between = cells.clone();
    for (int i = 0; i < between.length; i++)
      between[i] = Math.max(0, between[i] - earlier.cells[i]); // it may have begun anew
    return new EndpointFigures(between);
  }

  /** Responses, by their heads. */
  public long responses() {
    long all = 0;
    for (int i = 1; i <= 5; i++) all += responses(i);
    return all;
  }

  /**
   * Responses of a class.
   *
   * @param firstDigit in [1, 5]
   */
  public long responses(int firstDigit) {
    return cells[EndpointCounts.CLASSES + firstDigit - 1];
  }

  /** Attempts that ended so. */
  public long ends(AttemptEnd end) {
    return cells[EndpointCounts.ENDS + end.ordinal()];
  }

  /** Attempts that the endpoint, or the way to it, let fail. */
  public long failures() {
    long all = 0;
    for (AttemptEnd end : AttemptEnd.values())
      if (end != AttemptEnd.WHOLE && end != AttemptEnd.ABANDONED) all += ends(end);
    return all;
  }

  /** Attempts that were not the first of their request. */
  public long retries() {
    return cells[EndpointCounts.RETRIES];
  }

  /**
   * Time to the head in ns, below which this part of the responses was; within its bucket by a
   * straight line, so it is off by less than the bucket is wide.
   *
   * @param part in (0, 1]
   * @return -1 without a response
   */
  public long headNs(double part) {
    return HistogramBuckets.TIMES.quantile(histogram(EndpointCounts.HEADS), part);
  }

  private long[] histogram(int from) {
    return Arrays.copyOfRange(cells, from, from + HistogramBuckets.TIMES.cells());
  }

  void collect(MetricFamilies families, EndpointKey key) {
    String[] labels = {"upstream", key.upstream(), "endpoint", key.endpoint()};
    for (int i = 1; i <= 5; i++)
      families.counter(
          "gate_responses",
          "Responses of endpoints, by class of status.",
          responses(i),
          with(labels, "class", i + "xx"));
    for (AttemptEnd end : AttemptEnd.values())
      families.counter(
          "gate_attempts",
          "Attempts at endpoints, by how they ended.",
          ends(end),
          with(labels, "end", end.word()));
    families.counter(
        "gate_retries",
        "Attempts that were not the first of their request, by where they went.",
        retries(),
        labels);
    String connections = "Requests by their connection to the endpoint: opened for it, or reused.";
    families.counter(
        "gate_connections",
        connections,
        cells[EndpointCounts.OPENED],
        with(labels, "kind", "opened"));
    families.counter(
        "gate_connections",
        connections,
        cells[EndpointCounts.REUSED],
        with(labels, "kind", "reused"));
    String bytes = "Bytes of bodies, to and from endpoints.";
    families.counter(
        "gate_body_bytes", bytes, cells[EndpointCounts.SENT], with(labels, "direction", "sent"));
    families.counter(
        "gate_body_bytes",
        bytes,
        cells[EndpointCounts.RECEIVED],
        with(labels, "direction", "received"));
    families.histogram(
        "gate_head_seconds",
        "Time from the choice of an endpoint to the head of its response.",
        HistogramBuckets.TIMES,
        histogram(EndpointCounts.HEADS),
        labels);
    families.histogram(
        "gate_response_seconds",
        "Time from the choice of an endpoint to the end of its response.",
        HistogramBuckets.TIMES,
        histogram(EndpointCounts.WHOLES),
        labels);
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] more = Arrays.copyOf(labels, labels.length + 2);
    more[labels.length] = name;
    more[labels.length + 1] = value;
    return more;
  }
}
