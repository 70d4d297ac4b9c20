package io.tidegate.http.metrics;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.wire.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and connections. Each event loop has counts of its own; a request costs it one
 * look-up by the template, whose hash the string keeps, and four plain adds.
 */
public final class HttpCounts implements ServerObserver {

  private static final int LOOPS_MAX = 64;

  private final AtomicReferenceArray<@Nullable LoopCounts> loops =
      new AtomicReferenceArray<>(LOOPS_MAX);
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder acceptFailures = new LongAdder();
  private final LongAdder streamsOpened = new LongAdder();
  private final LongAdder streamsClosed = new LongAdder();
  private final LongAdder streamsRefused = new LongAdder();
  private final LongAdder streamsTooSlow = new LongAdder();
  private final LongAdder events = new LongAdder();

  @Override
  public void opened() {
    opened.increment();
  }

  @Override
  public void closed() {
    closed.increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }

  @Override
  public void acceptFailed() {
    acceptFailures.increment();
  }

  @Override
  public void streamOpened() {
    streamsOpened.increment();
  }

  @Override
  public void streamClosed() {
    streamsClosed.increment();
  }

  @Override
  public void streamRefused() {
    streamsRefused.increment();
  }

  @Override
  public void streamTooSlow() {
    streamsTooSlow.increment();
  }

  @Override
  public void eventSent() {
    events.increment();
  }

  @Override
  public void answered(Exchange exchange, int status, long bytes, long durationNs) {
    int index = exchange.loop().index();
    LoopCounts loop = loops.get(index);
    if (loop == null) {
      loop = new LoopCounts();
      loops.set(index, loop);
    }
    loop.of(exchange.method(), exchange.route())
        .note(status, exchange.problem(), bytes, durationNs);
  }

  /** Shows them. */
  public void collect(MetricFamilies families) {
    long ended = closed.sum(); // before those opened, so that the difference is not negative
    long begun = opened.sum();
    families.counter("http_connections_opened", "Connections accepted.", begun);
    families.counter(
        "http_connections_refused",
        "Connections turned away because there were too many.",
        refused.sum());
    families.counter(
        "http_accept_failures",
        "Times that no connection could be accepted, say because too many files were open.",
        acceptFailures.sum());
    families.gauge("http_connections", "Connections open.", begun - ended);
    collectStreams(families);
    gather().forEach((key, counts) -> counts.collect(families, key));
  }

  private void collectStreams(MetricFamilies families) {
    long ended = streamsClosed.sum(); // before those opened, as above
    long begun = streamsOpened.sum();
    families.counter("http_streams_opened", "Streams begun.", begun);
    families.counter(
        "http_streams_refused",
        "Streams refused because there were too many.",
        streamsRefused.sum());
    families.counter(
        "http_streams_too_slow",
        "Streams ended because their client did not take what was sent.",
        streamsTooSlow.sum());
    families.gauge("http_streams", "Streams open.", begun - ended);
    families.counter("http_stream_events", "Events sent, once for each stream.", events.sum());
  }

  /** What all loops counted, by method and route. */
  private Map<Key, Sums> gather() {
    Map<Key, Sums> sums = new LinkedHashMap<>();
    for (int i = 0; i < LOOPS_MAX; i++) {
      LoopCounts loop = loops.get(i);
      if (loop == null) continue;
      for (RouteCounts route : loop.routes)
        sums.computeIfAbsent(route.key, _ -> new Sums()).add(route);
    }
    return sums;
  }

  private record Key(Method method, String route) {}

  /** What one event loop counted: written by its thread alone, the list read by others. */
  private static final class LoopCounts {
    private final List<RouteCounts> routes = new CopyOnWriteArrayList<>();
    private final Map<String, @Nullable RouteCounts[]> byRoute = new HashMap<>(); // loop's thread

    RouteCounts of(Method method, String route) {
      @Nullable RouteCounts[] byMethod = byRoute.get(route);
      RouteCounts counts = byMethod == null ? null : byMethod[method.ordinal()];
      return counts == null ? first(method, route) : counts;
    }

    /** Routes are those of the router, so there are few and none is ever forgotten. */
    private RouteCounts first(Method method, String route) {
      RouteCounts counts = new RouteCounts(new Key(method, route));
      byRoute
              .computeIfAbsent(route, _ -> new RouteCounts[Method.values().length])[
              method.ordinal()] =
          counts;
      routes.add(counts);
      return counts;
    }
  }

  /** How a request ended: the status, and the problem where it tells one. */
  private record Outcome(int status, @Nullable String problem) {

    /** Names are constants, so that the first look nearly always tells. */
    boolean is(int otherStatus, @Nullable String otherProblem) {
      return status == otherStatus && Objects.equals(problem, otherProblem);
    }
  }

  /** Counts of one method and route on one loop. */
  private static final class RouteCounts {
    private static final int BYTES = 0;
    private static final int TIMES = 1;
    private static final int FIRST_OUTCOME = TIMES + HistogramBuckets.TIMES.cells();

    /** More than any route has. */
    private static final int OUTCOMES = 64;

    private static final Outcome FURTHER = new Outcome(0, "further");

    private final Key key;
    private final SingleWriterCounters counters =
        new SingleWriterCounters(FIRST_OUTCOME + OUTCOMES);
    private final AtomicReferenceArray<@Nullable Outcome> outcomes =
        new AtomicReferenceArray<>(OUTCOMES);
    private int known; // loop's thread

    RouteCounts(Key key) {
      this.key = key;
    }

    void note(int status, @Nullable String problem, long bytes, long durationNs) {
      counters.add(FIRST_OUTCOME + indexOf(status, problem), 1);
      counters.add(BYTES, bytes);
      HistogramBuckets.TIMES.note(counters, TIMES, durationNs);
    }

    /** A route has a handful of outcomes, the usual ones first: no map is as quick. */
    private int indexOf(int status, @Nullable String problem) {
      for (int i = 0; i < known; i++) {
        Outcome outcome = outcomes.getPlain(i);
        if (outcome != null && outcome.is(status, problem)) return i;
      }
      if (known == OUTCOMES) return OUTCOMES - 1;
      Outcome fresh = known == OUTCOMES - 1 ? FURTHER : new Outcome(status, problem);
      outcomes.setRelease(known, fresh);
      return known++;
    }
  }

  /** Counts of one method and route on all loops. */
  private static final class Sums {
    private final long[] times = new long[HistogramBuckets.TIMES.cells()];
    private final Map<Outcome, Long> outcomes = new LinkedHashMap<>();
    private long bytes;

    void add(RouteCounts route) {
      HistogramBuckets.TIMES.gather(route.counters, RouteCounts.TIMES, times);
      bytes += route.counters.get(RouteCounts.BYTES);
      for (int i = 0; i < RouteCounts.OUTCOMES; i++) {
        Outcome outcome = route.outcomes.getAcquire(i);
        if (outcome == null) return;
        outcomes.merge(outcome, route.counters.get(RouteCounts.FIRST_OUTCOME + i), Long::sum);
      }
    }

    void collect(MetricFamilies families, Key key) {
      String[] labels = {"method", key.method.name(), "route", key.route};
      families.histogram(
          "http_request_seconds",
          "Time from a request's last byte to its reply.",
          HistogramBuckets.TIMES,
          times,
          labels);
      families.counter("http_reply_bytes", "Bytes of replies, heads included.", bytes, labels);
      outcomes.forEach((outcome, requests) -> collect(families, key, outcome, requests));
    }

    private static void collect(MetricFamilies families, Key key, Outcome outcome, long requests) {
      families.counter(
          "http_requests",
          "Requests answered, with the problem told if any; status 499 where the client was gone.",
          requests,
          "method",
          key.method.name(),
          "route",
          key.route,
          "status",
          Integer.toString(outcome.status),
          "problem",
          outcome.problem == null ? "" : outcome.problem);
    }
  }
}
