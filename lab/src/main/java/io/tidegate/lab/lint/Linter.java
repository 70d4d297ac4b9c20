package io.tidegate.lab.lint;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.recording.JsonValue;
import io.tidegate.lab.script.JsonTree;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.threshold.Threshold;
import io.tidegate.lab.threshold.ThresholdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Looks at a script without running it. The rules are JavaScript of ours over the syntax tree that
 * acorn makes of the script, all in a context which can reach nothing; options are those that can
 * be known without a run, read as a run reads them.
 */
public final class Linter {

  private static final String ACORN = "/META-INF/resources/webjars/acorn/8.14.0/dist/acorn.js";
  private static final int BYTES_MOST = 4 << 20;

  /**
   * What there is to say of a script.
   *
   * @param findings by line
   * @param scenarios what a run would do, as far as that is known
   */
  public record Result(List<Finding> findings, List<ScenarioOptions> scenarios) {}

  private final List<Finding> findings = new ArrayList<>();
  private final UnaryOperator<String> advice;

  private Linter(UnaryOperator<String> advice) {
    this.advice = advice;
  }

  /**
   * Looks at a file.
   *
   * @param advice what an option means that k6 does not know; empty for nothing
   * @throws IOException if it cannot be read, or is too big for a script
   */
  public static Result lint(Path file, UnaryOperator<String> advice) throws IOException {
    if (Files.size(file) > BYTES_MOST) throw new IOException(file + " is too big for a script");
    return lint(Files.readString(file), advice);
  }

  /** Looks at a text. */
  static Result lint(String script, UnaryOperator<String> advice) throws IOException {
    return new Linter(advice).look(script);
  }

  private Result look(String script) throws IOException {
    String json = facts(script);
    JsonValue facts = JsonValue.read(json.getBytes(StandardCharsets.UTF_8));
    for (JsonValue one : facts.list("findings"))
      findings.add(
          new Finding(
              (int) one.number("line"),
              (int) one.number("column"),
              Finding.Severity.valueOf(one.text("severity").toUpperCase(Locale.ROOT)),
              one.text("rule"),
              one.text("text")));
    List<ScenarioOptions> scenarios = options(facts);
    findings.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
    return new Result(List.copyOf(findings), scenarios);
  }

  private static String facts(String script) throws IOException {
    try (Context context =
        Context.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build()) {
      Value globals = context.eval("js", "JSON.stringify(Object.getOwnPropertyNames(globalThis))");
      context.eval(source(ACORN));
      context.eval(source("tree.js"));
      context.eval(source("rules.js"));
      return context.getBindings("js").getMember("lint").execute(script, globals).asString();
    }
  }

  private static Source source(String name) throws IOException {
    try (InputStream text = Linter.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(text, name).readAllBytes();
      return Source.newBuilder("js", new String(bytes, StandardCharsets.UTF_8), name).build();
    }
  }

  // ---- options ----

  private List<ScenarioOptions> options(JsonValue facts) {
    try {
      OptionTree tree = JsonTree.parse(facts.get("options").json());
      RunOptions options = RunOptions.of(tree);
      for (String name : tree.unknown()) unknown(name, facts);
      options.thresholds().forEach((metric, all) -> thresholds(metric, all, facts));
      return options.scenarios();
    } catch (OptionException e) {
      at(
          facts,
          placeOf(String.valueOf(e.getMessage()), facts),
          Finding.Severity.ERROR,
          "option",
          String.valueOf(e.getMessage()));
      return List.of();
    } catch (ScriptException e) {
      throw new AssertionError("the options are JSON", e);
    }
  }

  private void unknown(String name, JsonValue facts) {
    String means = advice.apply(name);
    at(
        facts,
        name,
        Finding.Severity.WARNING,
        "unknown-option",
        means.isEmpty() ? "k6 knows no option " + name + ", and ignores it" : means);
  }

  private void thresholds(String metric, List<Object> all, JsonValue facts) {
    for (Object one : all) {
      Object source = one instanceof Map<?, ?> map ? map.get("threshold") : one;
      try {
        Threshold.parse(String.valueOf(source), false, Duration.ZERO);
      } catch (ThresholdException e) {
        at(
            facts,
            "thresholds",
            Finding.Severity.ERROR,
            "threshold",
            metric + ": " + e.getMessage());
      }
    }
  }

  /** The option at the top that a message speaks of. */
  private static String placeOf(String message, JsonValue facts) {
    for (String name : facts.get("places").names()) if (message.contains(name)) return name;
    return facts.get("places").has("scenarios") ? "scenarios" : "";
  }

  private void at(
      JsonValue facts, String option, Finding.Severity severity, String rule, String text) {
    JsonValue place = facts.get("places").get(option);
    int line = Math.max(1, (int) place.number("line"));
    int column = Math.max(1, (int) place.number("column"));
    findings.add(new Finding(line, column, severity, rule, text));
  }
}
