package io.tidegate.lab.imports;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.TagSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** One sample of JMeter, under k6's names. */
final class JtlSample {

  private static final String TRANSACTION = "Number of samples in transaction";
  private static final String NO_REPLY = "Non HTTP response";

  private JtlSample() {}

  /**
   * Adds one.
   *
   * @param text its field of that name; empty without it
   * @param number the same as a number; 0 without it
   */
  static void add(UnaryOperator<String> text, ToDoubleFunction<String> number, ImportedSamples to) {
    BuiltinMetrics metrics = to.builtin();
    double elapsedMs = number.applyAsDouble("elapsed");
    if (elapsedMs < 0) throw new IllegalArgumentException("a negative time");
    long endMs = JtlTime.epochMs(text.apply("timeStamp")) + (long) elapsedMs;
    if (text.apply("responseMessage").startsWith(TRANSACTION)) {
      TagSet group = TagSet.of(Map.of("group", "::" + text.apply("label")));
      to.add(metrics.groupDuration, group, elapsedMs, endMs);
      return;
    }
    double connectMs = number.applyAsDouble("Connect");
    double latencyMs = number.applyAsDouble("Latency");
    double received = number.applyAsDouble("bytes");
    double sent = number.applyAsDouble("sentBytes");
    double users = number.applyAsDouble("allThreads");
    boolean failed = !text.apply("success").equals("true");
    TagSet tags = tags(text, failed);
    to.add(metrics.httpReqDuration, tags, elapsedMs, endMs);
    to.add(metrics.httpReqs, tags, 1, endMs);
    to.add(metrics.httpReqFailed, tags, failed ? 1 : 0, endMs);
    if (!text.apply("Connect").isEmpty()) to.add(metrics.httpReqConnecting, tags, connectMs, endMs);
    if (!text.apply("Latency").isEmpty() && latencyMs >= connectMs && elapsedMs >= latencyMs) {
      to.add(metrics.httpReqWaiting, tags, latencyMs - connectMs, endMs);
      to.add(metrics.httpReqReceiving, tags, elapsedMs - latencyMs, endMs);
    }
    TagSet label = TagSet.of(Map.of("name", text.apply("label")));
    to.add(metrics.dataReceived, label, received, endMs);
    to.add(metrics.dataSent, label, sent, endMs);
    if (users > 0) {
      to.add(metrics.vus, TagSet.EMPTY, users, endMs);
      to.add(metrics.vusMax, TagSet.EMPTY, users, endMs);
    }
  }

  private static TagSet tags(UnaryOperator<String> text, boolean failed) {
    String code = text.apply("responseCode");
    boolean noReply = code.startsWith(NO_REPLY);
    Map<String, String> tags = new HashMap<>();
    tags.put("name", text.apply("label"));
    tags.put("status", noReply || code.isEmpty() ? "0" : code);
    if (failed) {
      String failure = text.apply("failureMessage");
      tags.put(
          "error", noReply ? code : failure.isEmpty() ? text.apply("responseMessage") : failure);
    }
    return TagSet.of(tags);
  }
}
