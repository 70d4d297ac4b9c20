package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.inTemplate;
import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JMeter's texts, in which {@code ${name}} and {@code ${__function(…)}} stand, as JavaScript. */
final class JmxText {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^${}]*)}");
  private static final Pattern FUNCTION =
      Pattern.compile("__(\\w+)(?:\\((.*)\\))?", Pattern.DOTALL);

  private final Set<String> unknown = new TreeSet<>();

  /** Functions that were met and have no equal; then forgotten. */
  Set<String> takeUnknown() {
    Set<String> taken = new TreeSet<>(unknown);
    unknown.clear();
    return taken;
  }

  /** As an expression that is a text. */
  String expression(String text) {
    if (!text.contains("${")) return quoted(text);
    StringBuilder template = new StringBuilder("`");
    Matcher reference = REFERENCE.matcher(text);
    int from = 0;
    while (reference.find()) {
      template.append(inTemplate(text.substring(from, reference.start())));
      template.append("${").append(value(reference.group(1))).append('}');
      from = reference.end();
    }
    return template.append(inTemplate(text.substring(from))).append('`').toString();
  }

  /** The same, encoded for a query. */
  String encoded(String text) {
    if (text.contains("${")) return "${encodeURIComponent(" + expression(text) + ")}";
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The same for the inner part of a template. */
  String inner(String text) {
    String expression = expression(text);
    if (expression.startsWith("`")) return expression.substring(1, expression.length() - 1);
    return inTemplate(text);
  }

  /** As a number, such as of a delay. */
  String number(String text) {
    if (text.isEmpty()) return "0";
    if (text.matches("-?\\d+(\\.\\d+)?")) return text;
    return "Number(" + expression(text) + ")";
  }

  /** As a condition; empty where it is not understood. */
  String condition(String text) {
    String inner = text.strip();
    Matcher wrapped =
        Pattern.compile("\\$\\{__(?:jexl[23]|groovy|javaScript)\\((.*)\\)}", Pattern.DOTALL)
            .matcher(inner);
    if (wrapped.matches())
      inner = wrapped.group(1).replace("\\,", ",").replaceFirst(",\\s*\\w*$", "");
    String turned =
        inner
            .replaceAll("vars\\.get\\(\\s*[\"']([\\w.-]+)[\"']\\s*\\)", "\\${$1}")
            .replaceAll("[\"']\\$\\{([\\w.-]+)}[\"']", "String(vars['$1'])")
            .replaceAll("\\$\\{([\\w.-]+)}", "vars['$1']")
            .replaceAll("(?<![=!<>])==(?!=)", "===")
            .replaceAll("!=(?!=)", "!==");
    String outside = turned.replaceAll("'[^'\\\\]*'|\"[^\"\\\\]*\"", "''");
    boolean plain =
        outside.matches(
            "(?:String\\(vars\\[''\\]\\)|vars\\[''\\]|''|true|false|[\\d\\s=!<>&|()+.-])+");
    return plain ? turned : "";
  }

  private String value(String reference) {
    Matcher function = FUNCTION.matcher(reference);
    if (!function.matches()) return "vars[" + quoted(reference) + "]";
    String[] arguments =
        function.group(2) == null ? new String[0] : function.group(2).split(",", -1);
    String first = arguments.length > 0 ? arguments[0].strip() : "";
    String second = arguments.length > 1 ? arguments[1].strip() : "";
    return switch (function.group(1)) {
      case "P", "property" -> "(__ENV[" + quoted(first) + "] || " + quoted(second) + ")";
      case "Random" ->
          "(%s + Math.floor(Math.random() * (%s - %s + 1)))"
              .formatted(number(first), number(second), number(first));
      case "UUID" -> "crypto.randomUUID()";
      case "threadNum" -> "__VU";
      case "time" -> first.isEmpty() ? "Date.now()" : unknown(reference);
      case "counter" -> "(__ITER + 1)";
      case "urlencode" -> "encodeURIComponent(" + quoted(first) + ")";
      default -> unknown(reference);
    };
  }

  private String unknown(String reference) {
    unknown.add("${" + reference + "}");
    return "''";
  }
}
