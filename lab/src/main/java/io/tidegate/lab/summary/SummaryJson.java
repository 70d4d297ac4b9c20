package io.tidegate.lab.summary;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.lab.metric.Statistic;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.threshold.ThresholdResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The summary as JSON, in the two forms of k6. */
public final class SummaryJson {

  private static final int EXPECTED_BYTES = 16_384;

  private SummaryJson() {}

  /** What {@code handleSummary} is given. */
  public static String forScript(RunSummary run) {
    JsonWriter json = new JsonWriter(EXPECTED_BYTES).beginObject();
    json.name("root_group");
    group(json, run.checks().root());
    options(json, run.options());
    json.name("state").beginObject();
    json.member("isStdOutTTY", run.stdOutTty()).member("isStdErrTTY", run.stdErrTty());
    json.name("testRunDurationMs").value(run.duration().toNanos() / 1e6).endObject();
    json.name("metrics").beginObject();
    for (RunSummary.Entry entry : run.metrics()) metric(json, entry, run);
    json.endObject();
    setupData(json, run);
    return json.endObject().toString();
  }

  private static void group(JsonWriter json, CheckTree.Group group) {
    json.beginObject().member("name", group.name()).member("path", group.path());
    json.member("id", CheckTree.id(group.path())).name("groups").beginArray();
    for (CheckTree.Group inner : group.groups()) group(json, inner);
    json.endArray().name("checks").beginArray();
    for (CheckTree.Check check : group.checks()) check(json, check);
    json.endArray().endObject();
  }

  private static void check(JsonWriter json, CheckTree.Check check) {
    json.beginObject().member("name", check.name()).member("path", check.path());
    json.member("id", CheckTree.id(check.path()));
    json.member("passes", check.passes()).member("fails", check.fails()).endObject();
  }

  private static void options(JsonWriter json, SummaryOptions options) {
    json.name("options").beginObject().name("summaryTrendStats").beginArray();
    for (Statistic stat : options.trendStats()) json.value(stat.name());
    json.endArray().member("summaryTimeUnit", options.timeUnit().option());
    json.member("noColor", options.noColor()).endObject();
  }

  private static void metric(JsonWriter json, RunSummary.Entry entry, RunSummary run) {
    json.anyName(entry.of().name()).beginObject();
    json.member("type", word(entry.of().metric().type()));
    json.member("contains", word(entry.of().metric().contains())).name("values").beginObject();
    values(entry.totals(), run, "rate")
        .forEach((name, value) -> json.anyName(name).value((double) value));
    json.endObject();
    if (!entry.thresholds().isEmpty()) {
      json.name("thresholds").beginObject();
      for (ThresholdResult result : entry.thresholds())
        json.anyName(result.threshold().source())
            .beginObject()
            .member("ok", result.holds())
            .endObject();
      json.endObject();
    }
    json.endObject();
  }

  /**
   * What {@code --summary-export} writes: an older form, in which a threshold is true when it
   * failed.
   */
  public static String forExport(RunSummary run) {
    JsonWriter json = new JsonWriter(EXPECTED_BYTES).beginObject().name("root_group");
    exportGroup(json, run.checks().root());
    json.name("metrics").beginObject();
    for (RunSummary.Entry entry : run.metrics()) {
      json.anyName(entry.of().name()).beginObject();
      values(entry.totals(), run, "value")
          .forEach((name, value) -> json.anyName(name).value((double) value));
      if (!entry.thresholds().isEmpty()) {
        json.name("thresholds").beginObject();
        for (ThresholdResult result : entry.thresholds())
          json.anyName(result.threshold().source()).value(!result.holds());
        json.endObject();
      }
      json.endObject();
    }
    json.endObject();
    setupData(json, run);
    return json.endObject().toString();
  }

  private static void setupData(JsonWriter json, RunSummary run) {
    if (run.setupData() != null)
      json.name("setup_data").ready(run.setupData().getBytes(StandardCharsets.UTF_8));
  }

  private static void exportGroup(JsonWriter json, CheckTree.Group group) {
    json.beginObject().member("name", group.name()).member("path", group.path());
    json.member("id", CheckTree.id(group.path())).name("groups").beginObject();
    for (CheckTree.Group inner : group.groups()) {
      json.anyName(inner.name());
      exportGroup(json, inner);
    }
    json.endObject().name("checks").beginObject();
    for (CheckTree.Check check : group.checks()) {
      json.anyName(check.name());
      check(json, check);
    }
    json.endObject().endObject();
  }

  /**
   * The figures of a metric by their names.
   *
   * @param rateName how that of a rate is called
   */
  private static Map<String, Double> values(Totals totals, RunSummary run, String rateName) {
    Map<String, Double> values = new LinkedHashMap<>();
    switch (totals.type()) {
      case COUNTER -> {
        values.put("count", totals.sum());
        values.put("rate", run.seconds() > 0 ? totals.sum() / run.seconds() : 0);
      }
      case GAUGE -> {
        values.put("value", totals.last());
        values.put("min", totals.min());
        values.put("max", totals.max());
      }
      case RATE -> {
        values.put(rateName, totals.mean());
        values.put("passes", totals.sum());
        values.put("fails", totals.count() - totals.sum());
      }
      case TREND -> {
        for (Statistic stat : run.options().trendStats())
          values.put(stat.name(), stat.of(totals, run.seconds()));
      }
    }
    return values;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
