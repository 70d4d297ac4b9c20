package io.tidegate.lab.recording;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A run over time, in at most {@value #SLOTS_MOST} slots: of a second each, or where the run is
 * longer of two, four and so on. Each has whole histograms, so that its percentiles are those of
 * its values and no means of percentiles.
 */
public final class Timeline {

  public static final int SLOTS_MOST = 600;

  /** Some seconds. */
  public static final class Slot {
    private final long fromMs;
    private long toMs;
    private final Map<Metric, Totals> totals = new HashMap<>();

    private Slot(long fromMs) {
      this.fromMs = fromMs;
    }

    /** How long it is; never 0. */
    public double seconds() {
      return Math.max(toMs - fromMs, 1) / 1_000.0;
    }

    /** Of a metric, over all its series; not to be changed. */
    public Totals of(Metric metric) {
      return totals.getOrDefault(metric, new Totals(metric.type()));
    }

    /** Its sum a second. */
    public double rate(Metric metric) {
      return of(metric).sum() / seconds();
    }

    private void add(Metric metric, Totals more) {
      totals.computeIfAbsent(metric, m -> new Totals(m.type())).add(more);
    }

    private void add(Slot next) {
      toMs = next.toMs;
      next.totals.forEach(this::add);
    }
  }

  private final Set<Metric> kept;
  private List<Slot> slots = new ArrayList<>();
  private int step = 1;
  private int inLast;

  Timeline(BuiltinMetrics metrics) {
    kept =
        Set.of(
            metrics.httpReqs,
            metrics.httpReqFailed,
            metrics.httpReqDuration,
            metrics.iterations,
            metrics.iterationDuration,
            metrics.iterationResponse,
            metrics.iterationLateness,
            metrics.droppedIterations,
            metrics.vus,
            metrics.vusMax,
            metrics.dataReceived,
            metrics.dataSent);
  }

  void interval(Interval interval) {
    if (slots.isEmpty() || inLast == step) {
      if (slots.size() == SLOTS_MOST) halve();
      if (inLast == step || slots.isEmpty()) {
        slots.add(new Slot(interval.fromMs()));
        inLast = 0;
      }
    }
    Slot last = slots.getLast();
    last.toMs = interval.toMs();
    inLast++;
    for (Interval.Part part : interval.parts())
      if (kept.contains(part.metric())) last.add(part.metric(), part.totals());
  }

  private void halve() {
    List<Slot> pairs = new ArrayList<>();
    for (int i = 0; i < slots.size(); i += 2) {
      Slot pair = slots.get(i);
      if (i + 1 < slots.size()) pair.add(slots.get(i + 1));
      pairs.add(pair);
    }
    slots = pairs;
    step *= 2;
    inLast = step;
  }

  /**
   * In the order of time. A last one of less than half the usual length belongs to the one before.
   */
  public List<Slot> slots() {
    if (slots.size() < 3) return slots;
    Slot last = slots.getLast();
    Slot before = slots.get(slots.size() - 2);
    if (last.seconds() >= before.seconds() / 2) return slots;
    before.add(slots.removeLast());
    return slots;
  }

  /** When a slot began, s after the first. */
  public double second(Slot slot) {
    return (slot.fromMs - slots.getFirst().fromMs) / 1_000.0;
  }
}
