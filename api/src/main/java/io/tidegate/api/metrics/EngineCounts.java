package io.tidegate.api.metrics;

import io.tidegate.core.Event;
import io.tidegate.engine.EngineObserver;
import io.tidegate.http.metrics.HistogramBuckets;
import io.tidegate.http.metrics.MetricFamilies;
import io.tidegate.http.metrics.SingleWriterCounters;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the loop does. */
final class EngineCounts implements EngineObserver {

  private static final int REQUESTS = 0;
  private static final int EVENTS = 1;
  private static final int SIZES = 2;
  private static final int TIMES = SIZES + HistogramBuckets.NUMBERS.cells();

  private static final int PER_EVENT = TIMES + HistogramBuckets.TIMES.cells();

  private final SingleWriterCounters loop =
      new SingleWriterCounters(PER_EVENT + EventMetric.values().length);
  private final LongAdder breaches = new LongAdder();

  @Override
  public void batch(int requests, int events, long tookNs) {
    loop.add(REQUESTS, requests);
    loop.add(EVENTS, events);
    HistogramBuckets.NUMBERS.note(loop, SIZES, requests);
    HistogramBuckets.TIMES.note(loop, TIMES, tookNs);
  }

  @Override
  public void event(Event event) {
    EventMetric metric = EventMetric.of(event);
    if (metric != null) loop.add(PER_EVENT + metric.ordinal(), 1);
  }

  @Override
  public void breach(String what) {
    breaches.increment();
  }

  void collect(MetricFamilies families) {
    families.counter("engine_requests", "Commands decided.", loop.get(REQUESTS));
    families.counter("engine_events", "Events made durable.", loop.get(EVENTS));
    families.counter(
        "engine_breaches",
        "Events refused because they would have broken an invariant, and rules that failed.",
        breaches.sum());
    for (EventMetric metric : EventMetric.values())
      families.counter(
          metric.family(),
          metric.help(),
          loop.get(PER_EVENT + metric.ordinal()),
          "event",
          metric.word());
    long[] sizes = new long[HistogramBuckets.NUMBERS.cells()];
    HistogramBuckets.NUMBERS.gather(loop, SIZES, sizes);
    families.histogram("batch_size", "Commands in a batch.", HistogramBuckets.NUMBERS, sizes);
    long[] times = new long[HistogramBuckets.TIMES.cells()];
    HistogramBuckets.TIMES.gather(loop, TIMES, times);
    families.histogram(
        "batch_seconds",
        "Time from taking a batch to handing out its replies.",
        HistogramBuckets.TIMES,
        times);
  }
}
