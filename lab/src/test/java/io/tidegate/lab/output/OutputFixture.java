package io.tidegate.lab.output;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.threshold.Threshold;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store with an output, and what it is given. */
final class OutputFixture {

  static final long AT_MS = 1_795_835_873_712L;

  final MetricRegistry metrics = new MetricRegistry();
  final BuiltinMetrics builtin = metrics.builtin;
  final MetricStore store = new MetricStore(_ -> {});
  final List<String> warnings = new CopyOnWriteArrayList<>();
  final ByteArrayOutputStream stdout = new ByteArrayOutputStream();

  /** Has the output take what the measuring gives, to its end. */
  void run(String argument, Map<String, String> env, Runnable measuring) throws Exception {
    Output output = Outputs.of(argument, context(env));
    output.start(store);
    store.start();
    measuring.run();
    store.close();
    output.close();
  }

  OutputContext context(Map<String, String> env) throws Exception {
    return new OutputContext(
        env,
        List.of("status", "name", "method", "url", "group"),
        List.of(builtin.httpReqDurationExpected),
        Map.of(
            SubMetric.whole(builtin.httpReqDuration),
            List.of(
                Threshold.parse("p(95)<500", false, Duration.ZERO),
                Threshold.parse("max<9", true, Duration.ofSeconds(2)))),
        stdout,
        warnings::add);
  }

  /** All that is measured of one request. */
  void request(TagSet tags) {
    Metric[] of = {
      builtin.httpReqs,
      builtin.httpReqDuration,
      builtin.httpReqConnecting,
      builtin.httpReqTlsHandshaking,
      builtin.httpReqSending,
      builtin.httpReqWaiting,
      builtin.httpReqReceiving,
      builtin.httpReqFailed,
      builtin.dataReceived,
      builtin.dataSent
    };
    store.add(of, new double[] {1, 20.5, 3, 4, 0.25, 20, 0.25, 0, 213, 72}, tags, AT_MS);
  }

  static TagSet tags() {
    return TagSet.of(
        Map.of(
            "name",
            "list, all",
            "url",
            "http://x/a?b=\"c\"",
            "method",
            "GET",
            "status",
            "200",
            "scenario",
            "default",
            "group",
            ""));
  }
}
