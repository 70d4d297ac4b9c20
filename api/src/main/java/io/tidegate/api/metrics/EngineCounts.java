package io.tidegate.api.metrics;

import io.tidegate.core.Event;
import io.tidegate.engine.EngineObserver;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the loop does. */
final class EngineCounts implements EngineObserver {

  private static final int REQUESTS = 0;
  private static final int EVENTS = 1;
  private static final int SIZES = 2;
  private static final int TIMES = SIZES + Scale.NUMBERS.cells();

  private static final int PER_EVENT = TIMES + Scale.TIMES.cells();

  private final Tally loop = new Tally(PER_EVENT + EventMetric.values().length);
  private final LongAdder breaches = new LongAdder();

  @Override
  public void batch(int requests, int events, long tookNs) {
    loop.add(REQUESTS, requests);
    loop.add(EVENTS, events);
    Scale.NUMBERS.note(loop, SIZES, requests);
    Scale.TIMES.note(loop, TIMES, tookNs);
  }

  @Override
  public void event(Event event) {
    EventMetric metric = EventMetric.of(event);
    if (metric != null) loop.add(PER_EVENT + metric.ordinal(), 1);
  }

  @Override
  public void breach(String invariant) {
    breaches.increment();
  }

  void collect(Families families) {
    families.counter("engine_requests", "Commands decided.", loop.get(REQUESTS));
    families.counter("engine_events", "Events made durable.", loop.get(EVENTS));
    families.counter(
        "engine_breaches",
        "Events refused because they would have broken an invariant; each stopped its sale.",
        breaches.sum());
    for (EventMetric metric : EventMetric.values())
      families.counter(
          metric.family(),
          metric.help(),
          loop.get(PER_EVENT + metric.ordinal()),
          "event",
          metric.word());
    long[] sizes = new long[Scale.NUMBERS.cells()];
    Scale.NUMBERS.gather(loop, SIZES, sizes);
    families.histogram("batch_size", "Commands in a batch.", Scale.NUMBERS, sizes);
    long[] times = new long[Scale.TIMES.cells()];
    Scale.TIMES.gather(loop, TIMES, times);
    families.histogram(
        "batch_seconds",
        "Time from taking a batch to handing out its replies.",
        Scale.TIMES,
        times);
  }
}
