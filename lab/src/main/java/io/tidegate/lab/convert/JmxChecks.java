package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** Writes what a plan asserts of a reply and takes from it. */
final class JmxChecks {

  private static final int MATCH = 1;
  private static final int CONTAINS = 2;
  private static final int NOT = 4;
  private static final int EQUALS = 8;
  private static final int OR = 32;
  private static final Pattern JSON_PATH =
      Pattern.compile("\\$((?:\\.[\\w-]+|\\[\\d+]|\\['[^']+'])*)");

  private final ScriptWriter to;
  private final JmxText text;

  JmxChecks(ScriptWriter to, JmxText text) {
    this.to = to;
    this.text = text;
  }

  // ---- assertions ----

  void check(List<JmxElement> assertions) {
    List<String> checks = new ArrayList<>();
    for (JmxElement one : assertions) {
      switch (one.type()) {
        case "ResponseAssertion" -> response(one, checks);
        case "DurationAssertion" ->
            checks.add(
                entry(
                    one.name(),
                    "r.timings.duration <= "
                        + text.number(one.text("DurationAssertion.duration"))));
        case "JSONPathAssertion" -> json(one, checks);
        default -> to.note(one.toString());
      }
    }
    if (checks.isEmpty()) return;
    to.open("check(reply, {");
    checks.forEach(one -> to.line(one + ","));
    to.close("});");
  }

  private static String entry(String name, String condition) {
    return quoted(name) + ": r => " + condition;
  }

  private void response(JmxElement assertion, List<String> checks) {
    String field =
        switch (assertion.text("Assertion.test_field")) {
          case "Assertion.response_code" -> "String(r.status)";
          case "Assertion.response_data", "Assertion.response_data_as_document" -> "(r.body || '')";
          case "Assertion.response_message" -> "r.status_text.replace(/^\\d+ /, '')";
          case "Assertion.response_headers" -> "JSON.stringify(r.headers)";
          case "Assertion.sample_label" -> "r.url";
          default -> "";
        };
    if (field.isEmpty()) {
      to.note(assertion + ": its field " + assertion.text("Assertion.test_field"));
      return;
    }
    String written = assertion.text("Assertion.test_type");
    int type = written.matches("\\d{1,3}") ? Integer.parseInt(written) : CONTAINS;
    List<String> conditions = new ArrayList<>();
    List<Element> strings = assertion.collection("Asserion.test_strings");
    if (strings.isEmpty()) strings = assertion.collection("Assertion.test_strings");
    for (Element one : strings) conditions.add(condition(field, type, one.getTextContent()));
    if (conditions.isEmpty()) return;
    if ((type & OR) != 0) {
      checks.add(entry(assertion.name(), String.join(" || ", conditions)));
      return;
    }
    for (int i = 0; i < conditions.size(); i++) {
      String name = assertion.name() + (conditions.size() > 1 ? " (" + (i + 1) + ")" : "");
      checks.add(entry(name, conditions.get(i)));
    }
  }

  private String condition(String field, int type, String wanted) {
    String condition;
    if ((type & EQUALS) != 0) condition = field + " === " + text.expression(wanted);
    else if ((type & MATCH) != 0)
      condition = regex("^(?:" + wanted + ")$") + ".test(" + field + ")";
    else if ((type & CONTAINS) != 0) condition = regex(wanted) + ".test(" + field + ")";
    else condition = field + ".includes(" + text.expression(wanted) + ")";
    return (type & NOT) == 0 ? condition : "!(" + condition + ")";
  }

  /** Java's regular expressions are JavaScript's but for flags that stand at the begin. */
  private String regex(String java) {
    Matcher flags = Pattern.compile("^(\\^\\(\\?:)?\\(\\?([ims]+)\\)").matcher(java);
    if (!flags.find()) return "new RegExp(" + text.expression(java) + ")";
    String start = flags.group(1) == null ? "" : flags.group(1);
    String rest = start + java.substring(flags.end());
    return "new RegExp(%s, %s)".formatted(text.expression(rest), quoted(flags.group(2)));
  }

  private void json(JmxElement assertion, List<String> checks) {
    String path = selector(assertion.text("JSON_PATH"));
    if (path.isEmpty()) {
      to.note(assertion + ": the path " + assertion.text("JSON_PATH"));
      return;
    }
    String value = "json(r, " + quoted(path) + ")";
    String expected = text.expression(assertion.text("EXPECTED_VALUE"));
    String condition = value + " !== undefined";
    if (assertion.flag("JSONVALIDATION")) {
      if (assertion.flag("EXPECT_NULL")) condition = value + " === null";
      else if (assertion.text("ISREGEX").equals("false"))
        condition = "text(" + value + ") === " + expected;
      else condition = "new RegExp(`^(?:${%s})$`).test(text(%s))".formatted(expected, value);
    }
    checks.add(
        entry(assertion.name(), assertion.flag("INVERT") ? "!(" + condition + ")" : condition));
  }

  /** A JSON path as k6 selects; empty where it has more than members and places. */
  private static String selector(String path) {
    Matcher plain = JSON_PATH.matcher(path.strip());
    if (!plain.matches()) return "";
    String members =
        plain.group(1).replaceAll("\\['?([^'\\]]+)'?]", ".$1").replaceFirst("^\\.", "");
    return members.isEmpty() ? "@this" : members;
  }

  // ---- extractors ----

  void extract(List<JmxElement> extractors) {
    for (JmxElement one : extractors) {
      switch (one.type()) {
        case "JSONPostProcessor" -> jsonExtractor(one);
        case "RegexExtractor" -> regexExtractor(one);
        default -> to.note(one.toString());
      }
    }
  }

  private void jsonExtractor(JmxElement one) {
    String[] names = one.text("JSONPostProcessor.referenceNames").split(";", -1);
    String[] paths = one.text("JSONPostProcessor.jsonPathExprs").split(";", -1);
    String[] defaults = one.text("JSONPostProcessor.defaultValues").split(";", -1);
    String match = one.text("JSONPostProcessor.match_numbers");
    for (int i = 0; i < Math.min(names.length, paths.length); i++) {
      String path = selector(paths[i]);
      if (path.isEmpty() || !match.matches("|1")) {
        to.note("%s: %s, match %s".formatted(one, paths[i], match));
        continue;
      }
      String otherwise = i < defaults.length ? defaults[i].strip() : "";
      to.line(
          "vars[%s] = text(json(reply, %s), %s);"
              .formatted(quoted(names[i].strip()), quoted(path), quoted(otherwise)));
    }
  }

  private void regexExtractor(JmxElement one) {
    String from =
        switch (one.text("RegexExtractor.useHeaders")) {
          case "", "false" -> "reply.body";
          case "true" -> "JSON.stringify(reply.headers)";
          case "code" -> "String(reply.status)";
          case "URL" -> "reply.url";
          default -> "";
        };
    String template = one.text("RegexExtractor.template");
    String match = one.text("RegexExtractor.match_number");
    if (from.isEmpty() || !template.matches("\\$\\d\\$") || !match.matches("|1")) {
      to.note("%s: template %s, match %s".formatted(one, template, match));
      return;
    }
    to.line(
        "vars[%s] = matched(%s, %s, %s, %s);"
            .formatted(
                quoted(one.text("RegexExtractor.refname")),
                from,
                regex(one.text("RegexExtractor.regex")),
                template.charAt(1),
                quoted(one.text("RegexExtractor.default"))));
  }
}
