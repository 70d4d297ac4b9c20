package io.tidegate.lab.oracle;

import io.tidegate.testkit.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the samples of {@code --out json} by metric and tags. Values that are not times are summed
 * up; of times only the number is told.
 */
final class SampleCounts {

  /** How many there are, or how large, depends on time; the last two only the lab has. */
  private static final Set<String> NOT_COMPARED =
      Set.of(
          "vus",
          "vus_max",
          "data_sent",
          "data_received",
          "iteration_response",
          "iteration_lateness");

  private final Normalizer normal;
  private final boolean loose;
  private final Map<String, Map<String, Object>> definitions = new TreeMap<>();
  private final Map<String, Map<String, double[]>> byTags = new TreeMap<>();

  SampleCounts(Normalizer normal, boolean loose) {
    this.normal = normal;
    this.loose = loose;
  }

  static boolean isCompared(String metric) {
    return !NOT_COMPARED.contains(metric);
  }

  /** What the lines of that output say: the metrics, and for each set of tags its samples. */
  Map<String, Object> of(Stream<String> lines) {
    lines.map(Json::read).map(Json::object).forEach(this::take);
    List<String> metrics = new ArrayList<>();
    definitions.forEach((name, data) ->
        metrics.add(normal.text(name + " " + data.get("type") + " " + data.get("contains"))));
    List<String> samples = new ArrayList<>();
    byTags.forEach((tags, counts) -> samples.add(tags + ": " + told(counts)));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("metrics", metrics);
    all.put("by tags", samples);
    return all;
  }

  private void take(Map<String, @Nullable Object> line) {
    String metric = String.valueOf(line.get("metric"));
    if (!isCompared(metric)) return;
    Map<String, @Nullable Object> data = Json.object(line.get("data"));
    if ("Metric".equals(line.get("type"))) {
      Map<String, Object> definition = new TreeMap<>();
      data.forEach((name, value) -> definition.put(name, String.valueOf(value)));
      definitions.put(metric, definition);
      return;
    }
    double[] count =
        byTags
            .computeIfAbsent(tags(data), _ -> new TreeMap<>())
            .computeIfAbsent(metric, _ -> new double[2]);
    count[0]++;
    if (data.get("value") instanceof Number value) count[1] += value.doubleValue();
  }

  private String tags(Map<String, @Nullable Object> data) {
    StringBuilder tags = new StringBuilder();
    for (String kind : List.of("tags", "metadata")) {
      if (data.get(kind) == null) continue;
      new TreeMap<>(Json.object(data.get(kind)))
          .forEach((name, value) -> {
            if (!tags.isEmpty()) tags.append(' ');
            tags.append(kind.equals("tags") ? "" : kind + ".").append(name);
            tags.append('=').append(value);
          });
    }
    return normal.text(tags.toString());
  }

  private String told(Map<String, double[]> counts) {
    StringBuilder told = new StringBuilder();
    counts.forEach((metric, count) -> {
      if (!told.isEmpty()) told.append(", ");
      told.append(metric);
      if (loose) return;
      told.append(' ').append((long) count[0]);
      Map<String, Object> definition = definitions.getOrDefault(metric, Map.of());
      if (!"time".equals(definition.get("contains"))) told.append(" sum ").append(count[1]);
    });
    return told.toString();
  }
}
