package io.tidegate.api.metrics;

import io.tidegate.api.http.Exchange;
import io.tidegate.api.http.Method;
import io.tidegate.api.http.ServerObserver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests and connections. Each event loop has counts of its own; a request costs it one
 * look-up by the template, whose hash the string keeps, and five plain adds.
 */
final class HttpCounts implements ServerObserver {

  private static final int LOOPS_MAX = 64;

  private final AtomicReferenceArray<@Nullable LoopCounts> loops =
      new AtomicReferenceArray<>(LOOPS_MAX);
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder refused = new LongAdder();

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
  public void answered(Exchange exchange, int status, long bytes, long durationNs) {
    int index = exchange.loop().index();
    LoopCounts loop = loops.get(index);
    if (loop == null) {
      loop = new LoopCounts();
      loops.set(index, loop);
    }
    loop.of(exchange.method(), exchange.route()).note(status, bytes, durationNs);
  }

  void collect(Families families) {
    long ended = closed.sum(); // before those opened, so that the difference is not negative
    long begun = opened.sum();
    families.counter("http_connections_opened", "Connections accepted.", begun);
    families.counter(
        "http_connections_refused",
        "Connections turned away because there were too many.",
        refused.sum());
    families.gauge("http_connections", "Connections open.", begun - ended);
    gather().forEach((key, counts) -> counts.collect(families, key));
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

  /** Counts of one method and route on one loop. */
  private static final class RouteCounts {
    private static final int BYTES = 0;
    private static final int TIMES = 1;
    private static final int STATUSES = TIMES + Scale.TIMES.cells();
    private static final int LOWEST = 200;
    private static final int HIGHEST = 599;

    private final Key key;
    private final Tally tally = new Tally(STATUSES + HIGHEST - LOWEST + 1);

    RouteCounts(Key key) {
      this.key = key;
    }

    void note(int status, long bytes, long durationNs) {
      tally.add(STATUSES + Math.clamp(status, LOWEST, HIGHEST) - LOWEST, 1);
      tally.add(BYTES, bytes);
      Scale.TIMES.note(tally, TIMES, durationNs);
    }
  }

  /** Counts of one method and route on all loops. */
  private static final class Sums {
    private final long[] times = new long[Scale.TIMES.cells()];
    private final long[] statuses = new long[RouteCounts.HIGHEST - RouteCounts.LOWEST + 1];
    private long bytes;

    void add(RouteCounts route) {
      Scale.TIMES.gather(route.tally, RouteCounts.TIMES, times);
      bytes += route.tally.get(RouteCounts.BYTES);
      for (int i = 0; i < statuses.length; i++)
        statuses[i] += route.tally.get(RouteCounts.STATUSES + i);
    }

    void collect(Families families, Key key) {
      String[] labels = {"method", key.method.name(), "route", key.route};
      families.histogram(
          "http_request_seconds",
          "Time from a request's last byte to its reply.",
          Scale.TIMES,
          times,
          labels);
      families.counter("http_reply_bytes", "Bytes of replies, heads included.", bytes, labels);
      for (int i = 0; i < statuses.length; i++) {
        if (statuses[i] > 0) status(families, key, RouteCounts.LOWEST + i, statuses[i]);
      }
    }

    private static void status(Families families, Key key, int status, long requests) {
      families.counter(
          "http_requests",
          "Requests answered; status 499 where the client was gone before its reply.",
          requests,
          "method",
          key.method.name(),
          "route",
          key.route,
          "status",
          Integer.toString(status));
    }
  }
}
