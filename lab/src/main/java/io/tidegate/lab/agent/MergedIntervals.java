package io.tidegate.lab.agent;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Brings the seconds of all agents together: since they start at one moment, the n-th second of
 * each is the n-th of all. It is merged when all that still run have told theirs, or when one is so
 * late that nobody should wait for it; what comes later counts in the second in which it comes.
 *
 * <p>Users are the only figures that add up over agents though they are gauges. Confined to one
 * thread.
 */
final class MergedIntervals {

  /** Seconds by which one may be behind another. */
  private static final int BEHIND_MOST = 4;

  private static final double SECOND_MS = 1_000;

  private final MetricStore store;
  private final BuiltinMetrics metrics;
  private final Map<RemoteAgent, Pending> agents = new LinkedHashMap<>();
  private long startMs;
  private int next = 1;

  private static final class Pending {
    final Deque<Interval> waiting = new ArrayDeque<>();
    final Map<Metric, Double> users = new HashMap<>();
    long beganMs = Long.MIN_VALUE;
    int last;
    boolean over;

    /** The number of a second, from 1; what is left at the end may be a part of one. */
    int number(Interval interval) {
      return (int) Math.round((interval.toMs() - beganMs) / SECOND_MS);
    }
  }

  MergedIntervals(List<RemoteAgent> agents, MetricStore store, BuiltinMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
    for (RemoteAgent agent : agents) this.agents.put(agent, new Pending());
  }

  /** The load begins. */
  void begin(long startMs) {
    this.startMs = startMs;
  }

  void add(RemoteAgent agent, Interval interval) throws InterruptedException {
    Pending pending = Objects.requireNonNull(agents.get(agent));
    if (pending.beganMs == Long.MIN_VALUE) pending.beganMs = interval.fromMs();
    pending.waiting.add(interval);
    pending.last = pending.number(interval);
    while (isWhole(next)) merge(next++);
  }

  /** Nothing more comes from this one. */
  void over(RemoteAgent agent) {
    Objects.requireNonNull(agents.get(agent)).over = true;
  }

  private boolean isWhole(int number) {
    int most = agents.values().stream().mapToInt(one -> one.last).max().orElse(0);
    if (most < number) return false;
    return most >= number + BEHIND_MOST
        || agents.values().stream().allMatch(one -> one.over || one.last >= number);
  }

  /** All that is left. */
  void end() throws InterruptedException {
    int most = agents.values().stream().mapToInt(one -> one.last).max().orElse(0);
    while (next < most) merge(next++);
    merge(Integer.MAX_VALUE);
  }

  private void merge(int number) throws InterruptedException {
    long fromMs = startMs + (long) ((Math.min(number, next) - 1) * SECOND_MS);
    long toMs = fromMs + (long) SECOND_MS;
    List<Interval.Part> parts = new ArrayList<>();
    Map<Metric, TagSet> users = new LinkedHashMap<>();
    Set<Pending> said = new HashSet<>();
    for (Pending one : agents.values()) {
      while (!one.waiting.isEmpty() && one.number(one.waiting.getFirst()) <= number) {
        said.add(one);
        for (Interval.Part part : one.waiting.removeFirst().parts()) {
          if (part.metric() == metrics.vus || part.metric() == metrics.vusMax) {
            one.users.put(part.metric(), part.totals().last());
            users.put(part.metric(), part.tags());
          } else {
            parts.add(part);
          }
        }
      }
    }
    users.forEach((metric, tags) -> {
      Totals sum = new Totals(metric.type());
      double all =
          agents.values().stream().mapToDouble(one -> users(one, metric, said.contains(one))).sum();
      sum.add(all, toMs);
      parts.add(new Interval.Part(metric, tags, sum));
    });
    store.merge(new Interval(fromMs, toMs, parts));
  }

  /** Who has ended has its users yet, as one process has; but none of them is at work. */
  private double users(Pending one, Metric metric, boolean said) {
    boolean idle = metric == metrics.vus && !said && one.over && one.waiting.isEmpty();
    return idle ? 0 : one.users.getOrDefault(metric, 0.0);
  }
}
