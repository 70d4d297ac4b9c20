package io.tidegate.lab.imports;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunFacts;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts the samples of a file into the seconds of a run, whatever their order within {@value
 * #OPEN_SECONDS} seconds; those that come later than that count in the oldest second that is open.
 * Lines that could not be read are counted.
 */
final class ImportedSamples {

  private static final int OPEN_SECONDS = 120;
  private static final long SECOND_MS = 1_000;

  /** A sample that lies further behind all before it has a broken time. */
  private static final long GAP_MS_MOST = 86_400_000;

  private static final int METRICS_MOST = 1_000;
  private static final int TAG_SETS_MOST = 1_000;
  private static final int NAMED_MOST = 10;
  private static final TagSet OTHERS = TagSet.of(Map.of("name", "(others)"));

  private record Series(Metric metric, TagSet tags) {}

  private final String tool;
  private final List<Text> unknown;
  private final Measurements measured = new Measurements();
  private final TreeMap<Long, Map<Series, Totals>> open = new TreeMap<>();
  private final Map<Metric, Set<TagSet>> known = new HashMap<>();
  private final List<Text> faults = new ArrayList<>();
  private final List<Long> brokenLines = new ArrayList<>();
  private long broken;
  private long others;
  private boolean started;
  private long startMs;
  private long latestMs;
  private long nextSecond;

  ImportedSamples(String tool, List<Text> unknown) {
    this.tool = tool;
    this.unknown = unknown;
  }

  BuiltinMetrics builtin() {
    return registry().builtin;
  }

  private MetricRegistry registry() {
    return measured.metrics();
  }

  /**
   * A metric by its name.
   *
   * @throws IllegalArgumentException if there cannot be one
   */
  Metric metric(String name, MetricType type, ValueType contains) {
    Metric there = registry().find(name);
    if (there != null) return there;
    if (registry().all().size() >= METRICS_MOST) throw new IllegalArgumentException("too many");
    return registry().get(name, type, contains);
  }

  /** One value. */
  void add(Metric metric, TagSet tags, double value, long atMs) {
    Totals totals = totals(metric, tags, atMs, metric.contains() == ValueType.TIME ? value : 0);
    totals.add(value, atMs);
  }

  /** Values of a second of which no more is known than their number and their sum. */
  void add(Metric metric, TagSet tags, long count, double sum, long atMs) {
    totals(metric, tags, atMs, SECOND_MS).add(Totals.ofSum(metric.type(), count, sum, atMs));
  }

  private Totals totals(Metric metric, TagSet tags, long atMs, double tookMs) {
    if (!started) {
      started = true;
      startMs = atMs - (long) Math.clamp(tookMs, 0, GAP_MS_MOST);
      latestMs = startMs;
    }
    if (atMs - latestMs > GAP_MS_MOST || startMs - atMs > GAP_MS_MOST)
      throw new IllegalArgumentException("a time far from all before it");
    latestMs = Math.max(latestMs, atMs);
    long second = Math.max(nextSecond, (atMs - startMs - 1) / SECOND_MS);
    Map<Series, Totals> parts = open.computeIfAbsent(second, _ -> new LinkedHashMap<>());
    while (open.lastKey() - nextSecond >= OPEN_SECONDS && open.firstKey() < second)
      closeTo(open.firstKey() + 1);
    return parts.computeIfAbsent(
        new Series(metric, bounded(metric, tags)), _ -> new Totals(metric.type()));
  }

  private TagSet bounded(Metric metric, TagSet tags) {
    Set<TagSet> sets = known.computeIfAbsent(metric, _ -> new HashSet<>());
    if (sets.contains(tags)) return tags;
    if (sets.size() < TAG_SETS_MOST) {
      sets.add(tags);
      return tags;
    }
    others++;
    return OTHERS;
  }

  /** Gives on all seconds before this one, also those without a sample. */
  private void closeTo(long second) {
    for (; nextSecond < second; nextSecond++) {
      Map<Series, Totals> parts = open.remove(nextSecond);
      long fromMs = startMs + nextSecond * SECOND_MS;
      interval(fromMs, fromMs + SECOND_MS, parts == null ? Map.of() : parts);
    }
  }

  private void interval(long fromMs, long toMs, Map<Series, Totals> parts) {
    List<Interval.Part> all = new ArrayList<>();
    parts.forEach((of, totals) -> all.add(new Interval.Part(of.metric, of.tags, totals)));
    measured.interval(new Interval(fromMs, toMs, all));
  }

  /** A line that could not be read. */
  void broken(long line) {
    if (broken++ < NAMED_MOST) brokenLines.add(line);
  }

  /** The file ends in the middle of something. */
  void cutOff() {
    faults.add(
        new Text(
            "The file ends in the middle; this is what it has until there.",
            "파일이 중간에서 끊겼습니다. 거기까지의 내용입니다."));
  }

  /** All of it as a run. */
  RunRecord record(String file, long bytes) {
    if (!open.isEmpty()) closeTo(open.lastKey());
    for (Map<Series, Totals> last : open.values())
      interval(startMs + nextSecond * SECOND_MS, latestMs, last);
    tellFaults();
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("measured by", tool);
    machine.put("bytes of the file", String.valueOf(bytes));
    RunFacts facts = new RunFacts(file, List.of(), startMs, List.of(), machine, "{}");
    return new RunRecord(
        facts, null, false, measured, new RunRecord.Origin(tool, unknown, List.copyOf(faults)));
  }

  private void tellFaults() {
    if (broken > 0) {
      String named =
          brokenLines.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + (broken > NAMED_MOST ? ", …" : "");
      faults.add(
          new Text(
              broken == 1
                  ? "One line could not be read and is left out: %s.".formatted(named)
                  : "%,d lines could not be read and are left out: %s.".formatted(broken, named),
              "%,d줄을 읽을 수 없어 뺐습니다: %s.".formatted(broken, named)));
    }
    if (others > 0)
      faults.add(
          new Text(
              "There are more than %,d names; %,d samples of further ones are counted as (others)."
                  .formatted(TAG_SETS_MOST, others),
              "이름이 %,d개가 넘어, 나머지의 표본 %,d개는 (others)로 셉니다.".formatted(TAG_SETS_MOST, others)));
  }
}
