package io.tidegate.lab.watch;

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
   * @param arrivalLatenessP99Ms by how much iterations of an open model began late; 0 without one
   */
  static SelfCheck of(List<Reading> readings, double arrivalLatenessP99Ms) {
    List<Finding> findings = new ArrayList<>();
    long busy =
        readings.stream()
            .filter(r -> r.machineCpu() >= CPU_MOST && r.ownCpu() >= OWN_LEAST * r.machineCpu())
            .count();
    double machine = mean(readings, Reading::machineCpu);
    double own = mean(readings, Reading::ownCpu);
    if (busy > SECONDS_PART * readings.size())
      findings.add(
          new Finding(
              Limit.CPU,
              "all cores of this machine worked in %d of %d s; %.0f %% of them for the generator"
                  .formatted(busy, readings.size(), 100 * own)));
    double late = percentile(readings, Reading::latenessMs, 0.99);
    if (arrivalLatenessP99Ms > LATENESS_MS)
      findings.add(
          new Finding(
              Limit.LATENESS,
              String.format(
                  Locale.ROOT,
                  "one in a hundred iterations began %.0f ms after its time or later",
                  arrivalLatenessP99Ms)));
    double gc = most(readings, Reading::gc);
    long collecting = readings.stream().filter(r -> r.gc() > GC_MOST).count();
    if (collecting > SECONDS_PART * readings.size())
      findings.add(new Finding(Limit.GC, "above 10 %% of the time in %d s".formatted(collecting)));
    share(findings, Limit.DESCRIPTORS, readings, Reading::descriptors);
    share(findings, Limit.PORTS, readings, Reading::ports);
    double link = most(readings, Reading::link);
    if (link > SHARE_MOST)
      findings.add(new Finding(Limit.LINK, "%.0f %% of its rate".formatted(100 * link)));
    return new SelfCheck(findings, readings.size(), machine, own, gc, late);
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
