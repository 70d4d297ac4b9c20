package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Totals;
import io.tidegate.testkit.Needs;
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

/**
 * What is measured against what is known of the server: within 3 %, and what threads take to wake
 * up. With {@code -Dtidegate.long=true} also runs that take longer, on a machine with nothing else
 * to do.
 */
@Timeout(90)
class HonestTimesTest {

  private static final String LONG = "tidegate.long";

  /** A machine that does other things. */
  private static final double OTHERS_MS = 25;

  private static final double QUIET_MS = 1;
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
    // So that the median is one of those who met it.
    frozen(4, 100, 1, 3.2, OTHERS_MS, PERCENTILES);
  }

  @Test
  void a_server_that_stands_still_for_15_of_30_s_cannot_hide_it() throws Exception {
    needsLongRuns();
    try (TestRun warm = new TestRun(folder)) { // 750 answers come at once when it wakes up
      assertThat(warm.run(open("/", 1_000, 10, 100, 0))).isEqualTo(ExitCode.DONE);
    }
    double mean = frozen(30, 50, 7, 22, QUIET_MS, new double[] {55, 60, 75, 90, 95, 99});
    assertThat(mean).isCloseTo(7_500 / 2.0, within(0.03 * 7_500 / 2));
  }

  private static void needsLongRuns() {
    Needs.that(
        Boolean.getBoolean(LONG), "runs of this length are asked for by -D" + LONG + "=true");
  }

  private double frozen(
      int seconds, int perSecond, double fromS, double toS, double slackMs, double[] percentiles)
      throws Exception {
    AtomicLong firstNs = new AtomicLong();
    run.server.createContext(
        "/frozen",
        exchange -> {
          firstNs.compareAndSet(0, System.nanoTime());
          double nowS = (System.nanoTime() - firstNs.get()) / 1e9;
          if (nowS >= fromS && nowS < toS) sleep(toS - nowS);
          ok(exchange);
        });
    int users = (int) (perSecond * (toS - fromS)) + perSecond;
    assertThat(run.run(open("/frozen", perSecond, seconds, users, 0))).isEqualTo(ExitCode.DONE);
    assertThat(run.totals(run.metrics.builtin.droppedIterations).count()).isZero();
    List<Double> expectedMs = new ArrayList<>();
    for (int i = 0; i < perSecond * seconds; i++) {
      double atS = (double) i / perSecond;
      boolean frozen = atS >= fromS && atS < toS;
      expectedMs.add(frozen ? (toS - atS) * 1e3 : 0.0);
    }
    Totals measured = run.totals(run.metrics.builtin.iterationResponse);
    compare(measured, expectedMs, slackMs, percentiles);
    return measured.mean();
  }

  @ParameterizedTest
  @CsvSource({"0.3, true", "0.3, false", "0.7, true", "0.7, false"})
  void a_queue_with_known_service_times_is_measured_as_it_is(double load, boolean exponential)
      throws Exception {
    queue(load, exponential, 10, 4, OTHERS_MS);
  }

  @ParameterizedTest
  @CsvSource({"0.3, true", "0.3, false", "0.5, true", "0.5, false", "0.7, true", "0.7, false"})
  void a_queue_is_measured_within_3_percent(double load, boolean exponential) throws Exception {
    needsLongRuns();
    queue(load, exponential, 50, 40, QUIET_MS);
  }

  /** Requests come as by chance, since each iteration waits for a time drawn from two seconds. */
  private void queue(
      double load, boolean exponential, double serviceMs, int seconds, double slackMs)
      throws Exception {
    SplittableRandom random = new SplittableRandom(4_711);
    List<Double> expectedMs = Collections.synchronizedList(new ArrayList<>());
    Lindley queue = new Lindley();
    run.server.createContext(
        "/queue",
        exchange -> {
          long arrivedNs = System.nanoTime();
          double endNs;
          synchronized (queue) {
            double ms = exponential ? exponential(random, serviceMs) : serviceMs;
            endNs = queue.leaves((double) arrivedNs, ms * 1e6);
          }
          expectedMs.add((endNs - arrivedNs) / 1e6);
          sleep((endNs - System.nanoTime()) / 1e9);
          ok(exchange);
        });
    int perSecond = (int) (load * 1e3 / serviceMs);
    assertThat(run.run(open("/queue", perSecond, seconds, 4 * perSecond + 100, 2)))
        .isEqualTo(ExitCode.DONE);
    Totals measured = run.totals(run.metrics.builtin.httpReqDuration);
    compare(measured, expectedMs, slackMs, PERCENTILES);
    double mean = expectedMs.stream().mapToDouble(ms -> ms).average().orElseThrow();
    assertThat(measured.mean()).isCloseTo(mean, within(0.03 * mean + slackMs));
  }

  /** So what agrees with the recursion over a run's own arrivals agrees with theory. */
  @ParameterizedTest
  @CsvSource({"0.3, true", "0.3, false", "0.5, true", "0.5, false", "0.7, true", "0.7, false"})
  void the_recursion_has_the_means_of_theory(double load, boolean exponential) {
    SplittableRandom random = new SplittableRandom(42);
    Lindley queue = new Lindley();
    double at = 0;
    double sum = 0;
    int count = 2_000_000;
    for (int i = 0; i < count; i++) {
      at += exponential(random, 1 / load);
      sum += queue.leaves(at, exponential ? exponential(random, 1) : 1) - at;
    }
    double theory = exponential ? 1 / (1 - load) : 1 + load / (2 * (1 - load));
    assertThat(sum / count).isCloseTo(theory, within(0.03 * theory));
  }

  /** One server and its line: who comes is served when all before have gone. */
  private static final class Lindley {
    private double freeAt;

    double leaves(double arrivesAt, double service) {
      freeAt = Math.max(freeAt, arrivesAt) + service;
      return freeAt;
    }
  }

  private static double exponential(SplittableRandom random, double mean) {
    return -Math.log(1 - random.nextDouble()) * mean;
  }

  private static void compare(
      Totals measured, List<Double> expectedMs, double slackMs, double[] percentiles) {
    Totals expected = new Totals(MetricType.TREND);
    for (double ms : expectedMs) expected.add(ms, 0);
    assertThat(measured.count()).isEqualTo(expected.count());
    for (double percentile : percentiles) {
      double ms = expected.percentile(percentile);
      assertThat(measured.percentile(percentile))
          .as("p%s of %s", percentile, expected.count())
          .isCloseTo(ms, within(0.03 * ms + slackMs));
    }
  }

  private static String open(String path, int perSecond, int seconds, int users, int waits) {
    return """
    import http from 'k6/http';
    import { sleep } from 'k6';
    export const options = { discardResponseBodies: true, scenarios: { open: {
      executor: 'constant-arrival-rate', rate: %d, duration: '%ds', preAllocatedVUs: %d } } };
    export default function () { sleep(%d * Math.random()); http.get(__ENV.BASE + '%s'); }
    """
        .formatted(perSecond, seconds, users, waits, path);
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
