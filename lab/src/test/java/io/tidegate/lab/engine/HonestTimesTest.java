package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured against what is known of the server. */
@Timeout(60)
class HonestTimesTest {

  private static final double[] PERCENTILES = {50, 75, 90, 95, 99};

  @TempDir private Path folder;
  private TestRun run;

  @BeforeEach
  void start() throws IOException {
    run = new TestRun(folder);
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void a_server_that_stands_still_for_half_of_the_time_cannot_hide_it() throws Exception {
    double frozenFromS = 1;
    double frozenToS = 3.2; // so that the median is one of those who met it
    AtomicLong firstNs = new AtomicLong();
    run.server.createContext(
        "/frozen",
        exchange -> {
          firstNs.compareAndSet(0, System.nanoTime());
          double nowS = (System.nanoTime() - firstNs.get()) / 1e9;
          if (nowS >= frozenFromS && nowS < frozenToS) sleep(frozenToS - nowS);
          ok(exchange);
        });
    ExitCode code = run.run(open("/frozen", 100, 4, 300));
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(run.totals(run.metrics.builtin.droppedIterations).count()).isZero();
    List<Double> expectedMs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double atS = i / 100.0;
      boolean frozen = atS >= frozenFromS && atS < frozenToS;
      expectedMs.add(frozen ? (frozenToS - atS) * 1e3 : 0.0);
    }
    compare(run.totals(run.metrics.builtin.iterationResponse), expectedMs);
  }

  @ParameterizedTest
  @CsvSource({"0.3, true", "0.3, false", "0.7, true", "0.7, false"})
  void a_queue_with_known_service_times_is_measured_as_it_is(double load, boolean exponential)
      throws Exception {
    double serviceMs = 10;
    SplittableRandom random = new SplittableRandom(4_711);
    List<Double> expectedMs = Collections.synchronizedList(new ArrayList<>());
    double[] freeNs = {0};
    Object queue = new Object();
    run.server.createContext(
        "/queue",
        exchange -> {
          long arrivedNs = System.nanoTime();
          double endNs;
          synchronized (queue) {
            double ms = exponential ? -Math.log(1 - random.nextDouble()) * serviceMs : serviceMs;
            freeNs[0] = Math.max(freeNs[0], (double) arrivedNs) + ms * 1e6;
            endNs = freeNs[0];
          }
          expectedMs.add((endNs - arrivedNs) / 1e6);
          sleep((endNs - System.nanoTime()) / 1e9);
          ok(exchange);
        });
    int perSecond = (int) (load * 1e3 / serviceMs);
    assertThat(run.run(open("/queue", perSecond, 4, 100))).isEqualTo(ExitCode.DONE);
    compare(run.totals(run.metrics.builtin.httpReqDuration), expectedMs);
  }

  /** Within 3 %, and what a machine that does other things takes to wake threads up. */
  private static void compare(Totals measured, List<Double> expectedMs) {
    Totals expected = new Totals(MetricType.TREND);
    for (double ms : expectedMs) expected.add(ms, 0);
    assertThat(measured.count()).isEqualTo(expected.count());
    for (double percentile : PERCENTILES) {
      double ms = expected.percentile(percentile);
      assertThat(measured.percentile(percentile))
          .as("p%s of %s", percentile, expected.count())
          .isCloseTo(ms, within(0.03 * ms + 25));
    }
  }

  private static String open(String path, int perSecond, int seconds, int users) {
    return """
    import http from 'k6/http';
    export const options = { discardResponseBodies: true, scenarios: { open: {
      executor: 'constant-arrival-rate', rate: %d, duration: '%ds', preAllocatedVUs: %d } } };
    export default function () { http.get(__ENV.BASE + '%s'); }
    """
        .formatted(perSecond, seconds, users, path);
  }

  private static void sleep(double seconds) {
    try {
      TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ok(HttpExchange exchange) throws IOException {
    byte[] body = "ok".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
