package io.tidegate.lab.recording;

import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file {@code run.json}: what is known of a run beside its measurements. Pure. */
final class RunJson {

  /** Changes when an older reader would misunderstand it. */
  private static final int VERSION = 1;

  private RunJson() {}

  /** Both parts of it. */
  record Content(RunFacts facts, @Nullable RunEnd end) {}

  static byte[] write(RunFacts facts, @Nullable RunEnd end) {
    JsonWriter json = new JsonWriter(8_192).beginObject().member("version", VERSION);
    json.member("script", facts.script()).name("command").beginArray();
    facts.command().forEach(json::value);
    json.endArray().member("startedMs", facts.startedMs()).name("scenarios").beginArray();
    for (RunFacts.Scenario scenario : facts.scenarios())
      json.beginObject()
          .member("name", scenario.name())
          .member("executor", scenario.executor())
          .member("open", scenario.open())
          .member("usersMost", scenario.usersMost())
          .member("length", scenario.length())
          .endObject();
    json.endArray().name("machine");
    texts(json, facts.machine());
    json.name("options").ready(facts.optionsJson().getBytes(StandardCharsets.UTF_8));
    ceilings(json, facts.ceilings());
    if (end != null) {
      json.name("end");
      end(json, end);
    }
    return json.endObject().toBytes();
  }

  private static void ceilings(JsonWriter json, Ceilings ceilings) {
    json.name("ceilings").beginArray();
    for (Ceiling one : ceilings.all()) {
      json.beginObject().member("name", one.name());
      text(json.name("what"), one.what());
      text(json.name("asks"), one.asks());
      text(json.name("most"), one.most());
      json.name("part").value(one.part());
      text(json.name("how"), one.how());
      json.endObject();
    }
    json.endArray().name("ceilingNotes").beginArray();
    for (Text note : ceilings.notes()) text(json, note);
    json.endArray();
  }

  private static void end(JsonWriter json, RunEnd end) {
    json.beginObject().member("endedMs", end.endedMs());
    json.name("durationMs").value(end.durationMs()).member("exitCode", end.exitCode());
    json.member("reason", end.reason()).member("interrupted", end.interrupted());
    json.name("thresholds").beginArray();
    for (RunEnd.ThresholdOutcome one : end.thresholds()) {
      json.beginObject().member("metric", one.metric()).member("threshold", one.source());
      json.member("holds", one.holds()).name("figure").value(one.figure());
      json.member("samples", one.samples()).endObject();
    }
    json.endArray();
    GeneratorHealth health = end.health();
    if (health != null) {
      json.name("generator").beginObject().name("limits").beginArray();
      for (GeneratorHealth.Limit limit : health.limits()) {
        json.beginObject().member("name", limit.name()).name("evidence");
        text(json, limit.evidence());
        json.name("advice");
        text(json, limit.advice());
        json.endObject();
      }
      json.endArray().name("figures");
      texts(json, health.figures());
      json.name("agents").beginArray();
      for (AgentPart part : health.agents()) agent(json, part);
      json.endArray().endObject();
    }
    json.endObject();
  }

  private static void agent(JsonWriter json, AgentPart part) {
    json.beginObject().member("name", part.name()).name("share").value(part.share());
    json.member("iterations", part.iterations()).member("requests", part.requests());
    json.member("failed", part.failed());
    number(json, "p95Ms", part.p95Ms());
    number(json, "cpu", part.cpu());
    number(json, "latenessP99Ms", part.latenessP99Ms());
    number(json, "clockMs", part.clockMs());
    json.member("end", part.end().name()).endObject();
  }

  /** One that is no number is left out. */
  private static void number(JsonWriter json, String name, double value) {
    if (!Double.isNaN(value)) json.name(name).value(value);
  }

  private static void texts(JsonWriter json, Map<String, String> texts) {
    json.beginObject();
    texts.forEach((name, value) -> json.anyName(name).value(value));
    json.endObject();
  }

  private static void text(JsonWriter json, Text text) {
    json.beginObject().member("en", text.english()).member("ko", text.korean()).endObject();
  }

  static Content read(byte[] bytes) throws IOException {
    JsonValue json = JsonValue.read(bytes);
    if (json.number("version") != VERSION)
      throw new IOException("a run of another version of the lab: " + json.text("version"));
    List<RunFacts.Scenario> scenarios = new ArrayList<>();
    for (JsonValue one : json.list("scenarios"))
      scenarios.add(
          new RunFacts.Scenario(
              one.text("name"),
              one.text("executor"),
              one.flag("open"),
              (int) one.number("usersMost"),
              one.text("length")));
    RunFacts facts =
        new RunFacts(
            json.text("script"),
            json.texts("command"),
            (long) json.number("startedMs"),
            List.copyOf(scenarios),
            texts(json.get("machine")),
            json.get("options").json(),
            ceilings(json));
    return new Content(facts, json.has("end") ? end(json.get("end")) : null);
  }

  /** Runs of before have none. */
  private static Ceilings ceilings(JsonValue json) {
    List<Ceiling> all = new ArrayList<>();
    for (JsonValue one : json.list("ceilings"))
      all.add(
          new Ceiling(
              one.text("name"),
              text(one.get("what")),
              text(one.get("asks")),
              text(one.get("most")),
              one.number("part"),
              text(one.get("how"))));
    return new Ceilings(all, json.list("ceilingNotes").stream().map(RunJson::text).toList());
  }

  private static RunEnd end(JsonValue json) {
    List<RunEnd.ThresholdOutcome> thresholds = new ArrayList<>();
    for (JsonValue one : json.list("thresholds"))
      thresholds.add(
          new RunEnd.ThresholdOutcome(
              one.text("metric"),
              one.text("threshold"),
              one.flag("holds"),
              one.number("figure"),
              (long) one.number("samples")));
    return new RunEnd(
        (long) json.number("endedMs"),
        json.number("durationMs"),
        (int) json.number("exitCode"),
        json.text("reason"),
        (long) json.number("interrupted"),
        List.copyOf(thresholds),
        json.has("generator") ? health(json.get("generator")) : null);
  }

  private static GeneratorHealth health(JsonValue json) {
    List<GeneratorHealth.Limit> limits = new ArrayList<>();
    for (JsonValue one : json.list("limits"))
      limits.add(
          new GeneratorHealth.Limit(
              one.text("name"), text(one.get("evidence")), text(one.get("advice"))));
    return new GeneratorHealth(List.copyOf(limits), texts(json.get("figures")))
        .with(json.list("agents").stream().map(RunJson::agent).toList());
  }

  private static AgentPart agent(JsonValue json) {
    return new AgentPart(
        json.text("name"),
        json.number("share"),
        (long) json.number("iterations"),
        (long) json.number("requests"),
        (long) json.number("failed"),
        number(json, "p95Ms"),
        number(json, "cpu"),
        number(json, "latenessP99Ms"),
        number(json, "clockMs"),
        AgentPart.End.valueOf(json.text("end")));
  }

  private static double number(JsonValue json, String name) {
    return json.has(name) ? json.number(name) : Double.NaN;
  }

  private static Map<String, String> texts(JsonValue json) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : json.names()) texts.put(name, json.text(name));
    return texts;
  }

  private static Text text(JsonValue json) {
    return new Text(json.text("en"), json.text("ko"));
  }
}
