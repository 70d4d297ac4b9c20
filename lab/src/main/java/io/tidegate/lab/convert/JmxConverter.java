package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.identifier;
import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/** Turns a plan of JMeter into a k6 script: each thread group is a scenario. */
final class JmxConverter {

  private static final Set<String> LISTENERS =
      Set.of("ResultCollector", "Summariser", "BackendListener", "DebugSampler");

  private final ScriptWriter body = new ScriptWriter();
  private final ScriptWriter data = new ScriptWriter();
  private final JmxText text = new JmxText();
  private final JmxSampler samplers = new JmxSampler(body, text);
  private final List<JmxLoad> loads = new ArrayList<>();
  private final Set<String> functions = new HashSet<>();
  private final Set<String> scenarios = new HashSet<>();
  private boolean keepsCookies;
  private int sets;

  private JmxConverter() {}

  static Conversion convert(byte[] plan) throws IOException {
    JmxElement root = JmxElement.read(plan);
    JmxConverter converter = new JmxConverter();
    converter.variables(root);
    converter.plan(root.below(), JmxScope.EMPTY.with(root.below()));
    return converter.result(root);
  }

  // ---- what stands before the users ----

  private void variables(JmxElement plan) {
    data.line("// The plan's variables; each user has its own.");
    data.line("const vars = {};");
    for (Element one : plan.collection("Arguments.arguments")) variable(one);
    for (JmxElement below : plan.below())
      if (below.enabled() && below.type().equals("Arguments"))
        for (Element one : below.collection("Arguments.arguments")) variable(one);
    for (String unknown : text.takeUnknown())
      data.note("the function " + unknown + " in a variable");
  }

  private void variable(Element one) {
    data.line(
        "vars[%s] = %s;"
            .formatted(
                quoted(JmxElement.text(one, "Argument.name")),
                text.expression(JmxElement.text(one, "Argument.value"))));
  }

  private void plan(List<JmxElement> below, JmxScope scope) {
    List<String> rows = new ArrayList<>();
    for (JmxElement one : below) if (one.type().equals("CSVDataSet")) csv(one, rows);
    for (JmxElement one : below) {
      if (!one.enabled()) body.note(one + " is disabled");
      else if (one.type().endsWith("ThreadGroup")) group(one, scope, rows);
      else if (one.type().equals("CookieManager")) cookies(one);
      else if (!isKnown(one)) body.note(one.toString());
    }
  }

  private static boolean isKnown(JmxElement one) {
    return JmxScope.isPart(one)
        || LISTENERS.contains(one.type())
        || one.type().equals("Arguments")
        || one.type().equals("CSVDataSet");
  }

  private void cookies(JmxElement manager) {
    if (!manager.flag("CookieManager.clearEachIteration")) keepsCookies = true;
    if (!manager.collection("CookieManager.cookies").isEmpty())
      body.note("cookies that " + manager + " sets: use http.cookieJar().set()");
  }

  /** A file of values, and what takes the next row of it. */
  private void csv(JmxElement set, List<String> rows) {
    if (!set.enabled()) return;
    String name = "rows" + ++sets;
    String file = text.expression(set.text("filename"));
    String delimiter = set.text("delimiter").replace("\\t", "\t");
    data.line(
        "const %s = new SharedArray(%s, () => csv(open(%s), %s, %s, %b));"
            .formatted(
                name,
                quoted(set.name() + " " + sets),
                file,
                quoted(delimiter.isEmpty() ? "," : delimiter),
                quoted(set.text("variableNames")),
                set.flag("ignoreFirstLine")));
    String number =
        set.text("shareMode").equals("shareMode.thread")
            ? "exec.vu.iterationInScenario"
            : "exec.scenario.iterationInTest";
    if (set.text("recycle").equals("false"))
      rows.add("if (%s >= %s.length) return;".formatted(number, name));
    rows.add("Object.assign(vars, %s[%s %% %s.length]);".formatted(name, number, name));
  }

  // ---- users ----

  private void group(JmxElement group, JmxScope above, List<String> planRows) {
    List<String> rows = new ArrayList<>(planRows);
    for (JmxElement one : group.below()) if (one.type().equals("CSVDataSet")) csv(one, rows);
    String function = function(group);
    body.line("");
    body.line("// " + group.name().replaceAll("\\s+", " "));
    body.open("export function " + function + "() {");
    boolean users = group.type().equals("ThreadGroup");
    if (users) loads.add(JmxLoad.of(group, scenario(group), function, body));
    else if (!function.equals("setup") && !function.equals("teardown"))
      body.note("the load of " + group + ": no scenario runs this function");
    JmxLoad load = users ? loads.getLast() : null;
    if (load != null && load.rampUsers() > 0)
      body.line(
          "if (exec.vu.iterationInScenario === 0) sleep(((exec.vu.idInTest - 1) %% %d) * %d / %d); // they come one by one"
              .formatted(load.rampUsers(), load.rampSeconds(), load.rampUsers()));
    if (users) rows.forEach(body::line);
    body.line("let reply;");
    steps(group.below(), above.with(group.below()));
    body.close("}");
  }

  private String function(JmxElement group) {
    if (group.type().equals("SetupThreadGroup")) return "setup";
    if (group.type().equals("PostThreadGroup")) return "teardown";
    String name = identifier(group.name(), "users");
    return unique(name, functions);
  }

  private String scenario(JmxElement group) {
    String name = group.name().replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^_+|_+$", "");
    return unique(name.isEmpty() ? "users" : name, scenarios);
  }

  private static String unique(String name, Set<String> taken) {
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) unique = name + i;
    return unique;
  }

  // ---- what they do ----

  private void steps(List<JmxElement> steps, JmxScope scope) {
    for (JmxElement one : steps) {
      if (!one.enabled()) body.note(one + " is disabled");
      else step(one, scope);
    }
  }

  private void step(JmxElement step, JmxScope scope) {
    JmxScope inner = scope.with(step.below());
    switch (step.type()) {
      case "HTTPSamplerProxy", "HTTPSampler", "HTTPSampler2" -> {
        samplers.write(step, inner);
        for (JmxElement below : step.below())
          if (!JmxScope.isPart(below) && !LISTENERS.contains(below.type()))
            body.note(below.toString());
      }
      case "TransactionController" ->
          block("group(" + quoted(step.name()) + ", () => {", step, inner, "});");
      case "GenericController", "SimpleController" ->
          block("{ // " + step.name().replaceAll("\\s+", " "), step, inner, "}");
      case "LoopController" -> loop(step, inner);
      case "IfController" -> condition("if", step.text("IfController.condition"), step, inner);
      case "WhileController" ->
          condition("while", step.text("WhileController.condition"), step, inner);
      case "OnceOnlyController" ->
          block("if (exec.vu.iterationInScenario === 0) {", step, inner, "}");
      case "RandomController" -> random(step, inner);
      case "TestAction" -> pause(step);
      case "CookieManager" -> cookies(step);
      case "CSVDataSet" -> {} // taken at the begin of an iteration
      case "Arguments" -> assign(step);
      default -> other(step, inner);
    }
  }

  private void block(String open, JmxElement step, JmxScope inner, String close) {
    body.open(open);
    steps(step.below(), inner);
    body.close(close);
  }

  private void loop(JmxElement step, JmxScope inner) {
    String loops = step.text("LoopController.loops");
    boolean forever = step.flag("LoopController.continue_forever") || loops.startsWith("-");
    if (forever) {
      body.note(step + " has no end; here it ends after 1000 times");
      loops = "1000";
    }
    block("for (let i = 0; i < %s; i++) {".formatted(text.number(loops)), step, inner, "}");
  }

  private void condition(String keyword, String written, JmxElement step, JmxScope inner) {
    String condition = text.condition(written);
    if (condition.isEmpty()) {
      body.note("%s: its condition %s".formatted(step, written));
      condition = keyword.equals("if") ? "true" : "false";
    }
    block("%s (%s) {".formatted(keyword, condition), step, inner, "}");
  }

  /** One of those below it. */
  private void random(JmxElement step, JmxScope inner) {
    List<JmxElement> choices =
        step.below().stream().filter(one -> one.enabled() && !JmxScope.isPart(one)).toList();
    if (choices.isEmpty()) return;
    body.open("switch (Math.floor(Math.random() * " + choices.size() + ")) {");
    for (int i = 0; i < choices.size(); i++) {
      body.open("case " + i + ": {");
      step(choices.get(i), inner);
      body.line("break;");
      body.close("}");
    }
    body.line("default:");
    body.close("}");
  }

  private void pause(JmxElement step) {
    if (step.text("ActionProcessor.action").matches("|1"))
      body.line("sleep(%s / 1000);".formatted(text.number(step.text("ActionProcessor.duration"))));
    else body.note(step.toString());
  }

  private void assign(JmxElement step) {
    for (Element one : step.collection("Arguments.arguments"))
      body.line(
          "vars[%s] = %s;"
              .formatted(
                  quoted(JmxElement.text(one, "Argument.name")),
                  text.expression(JmxElement.text(one, "Argument.value"))));
  }

  private void other(JmxElement step, JmxScope inner) {
    boolean part = JmxScope.isPart(step) || LISTENERS.contains(step.type());
    if (part && !step.below().isEmpty()) steps(step.below(), inner);
    if (part) return;
    body.note(step.toString());
    if (step.type().endsWith("Controller")) block("{", step, inner, "}");
  }

  // ---- the whole ----

  private Conversion result(JmxElement plan) {
    List<String> notes = new ArrayList<>(data.notes());
    notes.addAll(body.notes());
    ScriptWriter whole = new ScriptWriter();
    JmxScript.write(whole, plan.name(), notes, loads, keepsCookies);
    data.lines().forEach(whole::line);
    body.lines().forEach(whole::line);
    JmxScript.helpers(whole, String.join("\n", whole.lines()));
    return new Conversion(String.join("\n", whole.lines()) + "\n", List.copyOf(notes));
  }
}
