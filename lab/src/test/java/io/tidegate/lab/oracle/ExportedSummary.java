package io.tidegate.lab.oracle;

import io.tidegate.testkit.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is compared of the file that {@code --summary-export} writes. */
final class ExportedSummary {

  private final Normalizer normal;
  private final boolean loose;

  ExportedSummary(Normalizer normal, boolean loose) {
    this.normal = normal;
    this.loose = loose;
  }

  /** Checks by path with passes and fails, thresholds with whether they held, keys and counts. */
  Map<String, Object> of(String json) {
    Map<String, @Nullable Object> summary = Json.object(Json.read(json));
    Map<String, @Nullable Object> metrics = Json.object(summary.get("metrics"));
    List<String> checks = new ArrayList<>();
    if (summary.get("root_group") != null) checks(Json.object(summary.get("root_group")), checks);
    List<String> thresholds = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    new TreeMap<>(metrics)
        .forEach((name, metric) -> {
          thresholds(name, Json.object(metric), thresholds);
          if (SampleCounts.isCompared(name)) keys.add(keys(name, Json.object(metric)));
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("summary", new TreeSet<>(summary.keySet()));
    all.put("checks", checks);
    all.put("thresholds", thresholds);
    all.put("metrics", keys);
    return all;
  }

  private void checks(Map<String, @Nullable Object> group, List<String> into) {
    into.add("group " + group.get("path"));
    values(group.get("checks")).stream()
        .map(Json::object)
        .map(check ->
            "check "
                + check.get("path")
                + (loose ? "" : " passes " + check.get("passes") + " fails " + check.get("fails")))
        .map(normal::text)
        .sorted()
        .forEach(into::add);
    values(group.get("groups")).forEach(inner -> checks(Json.object(inner), into));
  }

  /** Of an array, or of an object whose keys are the names. */
  private static List<@Nullable Object> values(@Nullable Object collection) {
    if (collection instanceof Map<?, ?>)
      return new ArrayList<>(new TreeMap<>(Json.object(collection)).values());
    return collection == null ? List.of() : Json.array(collection);
  }

  /** True says in this file that a threshold was crossed. */
  private void thresholds(String name, Map<String, @Nullable Object> metric, List<String> into) {
    if (metric.get("thresholds") == null) return;
    new TreeMap<>(Json.object(metric.get("thresholds")))
        .forEach((source, crossed) ->
            into.add(
                normal.text(name + " " + source)
                    + (Objects.equals(crossed, true) ? " crossed" : " ok")));
  }

  private String keys(String name, Map<String, @Nullable Object> metric) {
    StringBuilder keys = new StringBuilder(normal.text(name)).append(':');
    boolean gauge = metric.keySet().containsAll(List.of("value", "min", "max"));
    new TreeMap<>(metric)
        .forEach((key, value) -> {
          if (key.equals("thresholds")) return;
          keys.append(' ').append(key);
          boolean count = key.equals("count") || key.equals("passes") || key.equals("fails");
          boolean trend = metric.containsKey("avg") || metric.containsKey("med");
          if (!loose && !trend && (count || gauge))
            keys.append('=').append(JsonText.canonical(value));
        });
    return keys.toString();
  }
}
