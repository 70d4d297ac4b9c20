package io.tidegate.lab.control;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.lab.engine.RunControl;
import io.tidegate.lab.metric.Statistic;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.summary.CheckTree;
import io.tidegate.lab.summary.SummaryOptions;
import io.tidegate.lab.threshold.ThresholdResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a run stands, as k6's REST API writes it. Any thread. */
final class ControlJson {

  private static final int EXPECTED_BYTES = 4_096;
  private static final List<Statistic> TREND =
      SummaryOptions.trendStats("avg", "max", "med", "min", "p(90)", "p(95)");

  private final ControlApi.Subject subject;

  ControlJson(ControlApi.Subject subject) {
    this.subject = subject;
  }

  private static JsonWriter data() {
    return new JsonWriter(EXPECTED_BYTES).beginObject().name("data");
  }

  private static JsonWriter item(JsonWriter json, String type, String id) {
    return json.beginObject().member("type", type).member("id", id);
  }

  private static JsonWriter attributes(JsonWriter json, String type, String id) {
    return item(json, type, id).name("attributes").beginObject();
  }

  // ---- status and setup ----

  JsonWriter status() {
    RunControl.Status status = subject.run().control().status();
    JsonWriter json = attributes(data(), "status", "default");
    json.member("status", status.phase().code()).member("paused", status.paused());
    json.member("vus", status.vus()).member("vus-max", status.vusMax());
    json.member("stopped", status.stopped()).member("running", status.running());
    json.member("tainted", subject.thresholds().get().stream().anyMatch(one -> !one.holds()));
    return json.endObject().endObject().endObject();
  }

  JsonWriter setupData() {
    JsonWriter json = attributes(data(), "setupData", "default");
    String setup = subject.run().setupData();
    if (setup != null) json.name("data").ready(setup.getBytes(StandardCharsets.UTF_8));
    return json.endObject().endObject().endObject();
  }

  // ---- metrics ----

  JsonWriter metrics() {
    JsonWriter json = data().beginArray();
    for (SubMetric one : measured()) metric(json, one);
    return json.endArray().endObject();
  }

  /** Null where there is no such metric, or nothing was measured of it yet. */
  @Nullable JsonWriter metric(String name) {
    for (SubMetric one : measured()) {
      if (!one.name().equals(name)) continue;
      JsonWriter json = data();
      metric(json, one);
      return json.endObject();
    }
    return null;
  }

  private List<SubMetric> measured() {
    List<SubMetric> all = new ArrayList<>();
    subject.metrics().all().forEach(metric -> all.add(SubMetric.whole(metric)));
    all.addAll(subject.store().followed());
    all.removeIf(one -> subject.store().totals(one).count() == 0);
    return all;
  }

  private void metric(JsonWriter json, SubMetric of) {
    attributes(json, "metrics", of.name());
    json.member("type", word(of.metric().type())).member("contains", word(of.metric().contains()));
    List<ThresholdResult> thresholds =
        subject.thresholds().get().stream()
            .filter(one -> one.of().name().equals(of.name()))
            .toList();
    json.name("tainted");
    if (thresholds.isEmpty()) json.nullValue();
    else json.value(thresholds.stream().anyMatch(one -> !one.holds()));
    json.name("sample").beginObject();
    sample(json, subject.store().totals(of), subject.run().state().runMs() / 1e3);
    json.endObject().endObject().endObject();
  }

  private static void sample(JsonWriter json, Totals totals, double seconds) {
    switch (totals.type()) {
      case COUNTER -> {
        json.name("count").value(totals.sum());
        json.name("rate").value(seconds > 0 ? totals.sum() / seconds : 0);
      }
      case GAUGE -> json.name("value").value(totals.last());
      case RATE -> json.name("rate").value(totals.mean());
      case TREND -> {
        for (Statistic stat : TREND) json.anyName(stat.name()).value(stat.of(totals, seconds));
      }
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  // ---- groups ----

  JsonWriter groups() {
    return subject
        .checks()
        .read(tree -> {
          JsonWriter json = data().beginArray();
          groups(json, tree.root(), null);
          return json.endArray().endObject();
        });
  }

  private static void groups(
      JsonWriter json, CheckTree.Group group, CheckTree.@Nullable Group parent) {
    group(json, group, parent);
    for (CheckTree.Group inner : group.groups()) groups(json, inner, group);
  }

  /** Null where there is no such group. */
  @Nullable JsonWriter group(String id) {
    return subject
        .checks()
        .read(tree -> {
          JsonWriter json = data();
          return find(json, tree.root(), null, id) ? json.endObject() : null;
        });
  }

  private static boolean find(
      JsonWriter json, CheckTree.Group group, CheckTree.@Nullable Group parent, String id) {
    if (CheckTree.id(group.path()).equals(id)) {
      group(json, group, parent);
      return true;
    }
    for (CheckTree.Group inner : group.groups()) if (find(json, inner, group, id)) return true;
    return false;
  }

  private static void group(
      JsonWriter json, CheckTree.Group group, CheckTree.@Nullable Group parent) {
    attributes(json, "groups", CheckTree.id(group.path()));
    json.member("path", group.path()).member("name", group.name()).name("checks");
    if (group.checks().isEmpty()) json.nullValue();
    else checks(json, group);
    json.endObject().name("relationships").beginObject();
    json.name("groups").beginObject().name("data").beginArray();
    for (CheckTree.Group inner : group.groups())
      item(json, "groups", CheckTree.id(inner.path())).endObject();
    json.endArray().endObject().name("parent").beginObject().name("data");
    if (parent == null) json.nullValue();
    else item(json, "groups", CheckTree.id(parent.path())).endObject();
    json.endObject().endObject().endObject();
  }

  private static void checks(JsonWriter json, CheckTree.Group group) {
    json.beginArray();
    for (CheckTree.Check check : group.checks()) {
      json.beginObject().member("id", CheckTree.id(check.path())).member("path", check.path());
      json.member("name", check.name()).member("passes", check.passes());
      json.member("fails", check.fails()).endObject();
    }
    json.endArray();
  }
}
