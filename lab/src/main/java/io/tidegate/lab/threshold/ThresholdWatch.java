package io.tidegate.lab.threshold;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import io.tidegate.lab.metric.MetricStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at the thresholds every second second while a run goes on, and says once that it must end.
 * On the thread of the intervals; {@link #latest()} on any.
 */
public final class ThresholdWatch implements IntervalListener {

  private static final int EVERY = 2;

  private final Thresholds thresholds;
  private final MetricStore store;
  private final Supplier<Duration> elapsed;
  private final Consumer<List<ThresholdResult>> abort;
  private volatile List<ThresholdResult> latest = List.of();
  private int intervals;
  private boolean aborted;

  /**
   * To be made a listener of the store.
   *
   * @param elapsed since the start of the run
   * @param abort told once, with the results of which one ends the run
   */
  public ThresholdWatch(
      Thresholds thresholds,
      MetricStore store,
      Supplier<Duration> elapsed,
      Consumer<List<ThresholdResult>> abort) {
    this.thresholds = thresholds;
    this.store = store;
    this.elapsed = elapsed;
    this.abort = abort;
  }

  /** What was found last; empty before the first look. */
  public List<ThresholdResult> latest() {
    return latest;
  }

  @Override
  public void interval(Interval interval) {
    if (++intervals % EVERY != 0) return;
    Duration now = elapsed.get();
    List<ThresholdResult> results = thresholds.evaluate(store, now);
    latest = results;
    if (aborted || !Thresholds.abort(results, now)) return;
    aborted = true;
    abort.accept(results);
  }
}
