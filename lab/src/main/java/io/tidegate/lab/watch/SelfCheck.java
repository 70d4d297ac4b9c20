package io.tidegate.lab.watch;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.GeneratorHealth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the generator was during a run.
 *
 * @param findings limits that it met; with one of them the run is no measurement of the target
 * @param seconds that were watched
 * @param machineCpu mean part of all cores that worked
 * @param ownCpu mean part of all cores that the generator took
 * @param latenessP99Ms of its own threads
 */
public record SelfCheck(
    List<Finding> findings,
    int seconds,
    double machineCpu,
    double ownCpu,
    double gcMost,
    double latenessP99Ms) {

  private static final double CPU_MOST = 0.95;
  private static final double OWN_LEAST = 0.3;
  private static final double SECONDS_PART = 0.2;
  private static final double LATENESS_MS = 20;
  private static final double GC_MOST = 0.1;
  private static final double SHARE_MOST = 0.9;
  private static final int FLAT_SECONDS_LEAST = 6;
  private static final double FLAT_BYTES_LEAST = 100_000;
  private static final double FLAT_PART = 0.8;
  private static final double MOVING_LEAST = 0.5;
  private static final double LOST_LEAST = 0.001;

  public SelfCheck {
    findings = List.copyOf(findings);
  }

  /** Whether the run says something of the target. */
  public boolean isSound() {
    return findings.isEmpty();
  }

  /** The same, as reports have it. */
  public GeneratorHealth forReport() {
    List<GeneratorHealth.Limit> limits = findings.stream().map(Finding::forReport).toList();
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("CPU of the machine", "%.0f %%".formatted(100 * machineCpu));
    figures.put("CPU of the generator", "%.0f %%".formatted(100 * ownCpu));
    figures.put("lateness p99", "%.1f ms".formatted(latenessP99Ms));
    return new GeneratorHealth(limits, figures);
  }

  /**
   * What readings say.
   *
   * @param seen what the run's own figures say
   */
  static SelfCheck of(List<Reading> readings, Seen seen) {
    List<Finding> findings = new ArrayList<>();
    long busy = readings.stream().filter(SelfCheck::isBusy).count();
    double machine = mean(readings, Reading::machineCpu);
    double own = mean(readings, Reading::ownCpu);
    if (busy > SECONDS_PART * readings.size())
      findings.add(
          new Finding(
              Limit.CPU,
              "all cores that it may use worked in %d of %d s; %.0f %% of them for the generator"
                  .formatted(busy, readings.size(), 100 * own)));
    double late = percentile(readings, Reading::latenessMs, 0.99);
    if (seen.latenessP99Ms() > LATENESS_MS)
      findings.add(
          new Finding(
              Limit.LATENESS,
              String.format(
                  Locale.ROOT,
                  "one in a hundred iterations began %.0f ms after its time or later",
                  seen.latenessP99Ms())));
    double gc = most(readings, Reading::gc);
    long collecting = readings.stream().filter(r -> r.gc() > GC_MOST).count();
    if (collecting > SECONDS_PART * readings.size())
      findings.add(new Finding(Limit.GC, "above 10 %% of the time in %d s".formatted(collecting)));
    share(findings, Limit.DESCRIPTORS, readings, Reading::descriptors);
    share(findings, Limit.PORTS, readings, Reading::ports);
    double link = most(readings, Reading::link);
    if (link > SHARE_MOST)
      findings.add(new Finding(Limit.LINK, "%.0f %% of its rate".formatted(100 * link)));
    else link(findings, readings, seen);
    return new SelfCheck(findings, readings.size(), machine, own, gc, late);
  }

  /**
   * What a run's own figures say of its generator.
   *
   * @param latenessP99Ms by how much iterations of an open model began late; 0 without one
   * @param movingPart of the time of its requests, in which bytes were on their way, in [0, 1]
   */
  public record Seen(double latenessP99Ms, double movingPart) {

    /** What a store has of a run. */
    public static Seen of(MetricStore store, BuiltinMetrics metrics) {
      Totals lateness = store.totals(SubMetric.whole(metrics.iterationLateness));
      double moving =
          store.totals(SubMetric.whole(metrics.httpReqReceiving)).sum()
              + store.totals(SubMetric.whole(metrics.httpReqSending)).sum();
      double all = store.totals(SubMetric.whole(metrics.httpReqDuration)).sum();
      return new Seen(
          lateness.count() == 0 ? 0 : lateness.percentile(99), all <= 0 ? 0 : moving / all);
    }
  }

  private static boolean isBusy(Reading r) {
    boolean full = r.machineCpu() >= CPU_MOST && r.ownCpu() >= OWN_LEAST * r.machineCpu();
    return full || r.ownCpu() >= CPU_MOST; // of a quota, which others' cores say nothing of
  }

  /**
   * A link that is slower than the machine knows: it carries as much each second and not more,
   * requests spend their time on their way, and segments are lost since a queue is full somewhere.
   */
  private static void link(List<Finding> findings, List<Reading> readings, Seen seen) {
    if (readings.size() < FLAT_SECONDS_LEAST || seen.movingPart < MOVING_LEAST) return;
    List<Reading> inner = readings.subList(1, readings.size() - 1);
    double high = percentile(inner, Reading::linkBytes, 0.9);
    double low = percentile(inner, Reading::linkBytes, 0.25);
    double lost = mean(inner, Reading::lost);
    if (high < FLAT_BYTES_LEAST || low < FLAT_PART * high || lost < LOST_LEAST) return;
    findings.add(
        new Finding(
            Limit.LINK,
            String.format(
                Locale.ROOT,
                "it carried %.1f MB/s and not more; requests spent %.0f %% of their time on their"
                    + " way, and %.1f %% of TCP's segments were lost or late",
                high / 1e6,
                100 * seen.movingPart,
                100 * lost)));
  }

  private static void share(
      List<Finding> to,
      Limit limit,
      List<Reading> readings,
      java.util.function.Function<Reading, Reading.Share> of) {
    Reading.Share most = new Reading.Share(0, 0);
    for (Reading reading : readings)
      if (of.apply(reading).part() > most.part()) most = of.apply(reading);
    if (most.part() > SHARE_MOST)
      to.add(new Finding(limit, "%,d of %,d were in use".formatted(most.used(), most.all())));
  }

  private static double mean(List<Reading> readings, ToDoubleFunction<Reading> of) {
    return readings.stream()
        .mapToDouble(of)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(0);
  }

  private static double most(List<Reading> readings, ToDoubleFunction<Reading> of) {
    return readings.stream().mapToDouble(of).max().orElse(0);
  }

  private static double percentile(
      List<Reading> readings, ToDoubleFunction<Reading> of, double part) {
    double[] sorted = readings.stream().mapToDouble(of).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1];
  }
}
