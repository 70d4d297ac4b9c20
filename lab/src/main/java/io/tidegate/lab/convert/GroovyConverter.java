package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.identifier;
import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns the usual form of an nGrinder script into one of k6: fields with headers and parameters,
 * tests with requests by an HTTPRequest, and what they assert. It goes by lines and knows no
 * Groovy; a statement that it does not know becomes a comment.
 */
final class GroovyConverter {

  private static final Pattern METHOD =
      Pattern.compile(
          "(?:public\\s+)?(?:static\\s+)?(?:void|def)\\s+(\\w+)\\s*\\(\\s*\\)\\s*(?:throws .*)?\\{");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?:(?:public|private|static|final|def)\\s+)*(?:[\\w<>, ]+\\s+)?(\\w+)\\s*=\\s*(\\[.*]|\".*\"|'.*'|[\\d.]+)");
  private static final Pattern REQUEST =
      Pattern.compile(
          "(?:(?:HTTPResponse|def|var)\\s+)?(?:(\\w+)\\s*=\\s*)?\\w+\\.(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\\s*\\((.*)\\)");
  private static final Pattern ASSERT =
      Pattern.compile(
          "assertThat\\(\\s*(\\w+)\\.(?:get)?([sS]tatusCode|[bB]odyText)(?:\\(\\))?\\s*,\\s*(is|equalTo|containsString|not)\\((.*)\\)\\s*\\)");
  private static final Pattern IF = Pattern.compile("(}\\s*else\\s+)?if\\s*\\((.*)\\)\\s*\\{");
  private static final Pattern FOR =
      Pattern.compile(
          "for\\s*\\(\\s*(?:int|def)\\s+(\\w+\\s*=\\s*\\d+;\\s*\\w+\\s*<=?\\s*\\w+;\\s*\\w+\\+\\+\\s*\\))\\s*\\{");
  private static final Pattern PUT =
      Pattern.compile(
          "(\\w+)(?:\\.put\\((.+?),\\s*(.+)\\)|\\[(.+?)]\\s*=\\s*(.+)|\\.(\\w+)\\s*=\\s*(.+))");
  private static final Pattern LOG =
      Pattern.compile("grinder\\.logger\\.(info|warn|error|debug)\\((.*)\\)");
  private static final Pattern SLEEP =
      Pattern.compile("(?:grinder\\.|Thread\\.)?sleep\\((\\d+)\\)");
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?:def|var|String|int|long|Map(?:<.*?>)?)\\s+(\\w+)\\s*=\\s*(\\[.*]|\".*\"|'.*'|[\\d.]+)");

  /** What belongs to nGrinder itself, and has no part in what users do. */
  private static final Pattern MACHINERY =
      Pattern.compile(
          "HTTPRequestControl\\..*|\\w+\\s*=\\s*new (?:GTest|HTTPRequest)\\(.*|test\\.record.*|grinder\\.statistics\\..*"
              + "|\\w+\\.setHeaders\\(.*|CookieManager\\..*|import .*|package .*|public (?:static )?(?:GTest|HTTPRequest) .*|@RunWith.*");

  private final ScriptWriter fields = new ScriptWriter();
  private final ScriptWriter tests = new ScriptWriter();
  private final Deque<Boolean> blocks = new ArrayDeque<>();
  private String annotation = "";
  private boolean inMethod;
  private boolean isTest;
  private int asserts;
  private String name = "request";

  private GroovyConverter() {}

  static Conversion convert(String groovy) {
    GroovyConverter converter = new GroovyConverter();
    String plain = groovy.replaceAll("(?s)/\\*.*?\\*/", "");
    for (String line : plain.lines().toList())
      converter.line(line.replaceFirst("(?<![:\"'])//.*$", "").strip().replaceFirst(";$", ""));
    return converter.result();
  }

  private void line(String line) {
    if (line.isEmpty()) return;
    if (!inMethod) outside(line);
    else if (line.equals("}") && blocks.isEmpty()) endMethod();
    else statement(line);
  }

  private void outside(String line) {
    if (line.startsWith("@")) {
      if (!line.startsWith("@RunWith")) annotation = line;
      return;
    }
    Matcher method = METHOD.matcher(line);
    if (method.matches()) {
      begin(method.group(1));
      return;
    }
    Matcher field = FIELD.matcher(line);
    if (field.matches())
      fields.line("const " + field.group(1) + " = " + value(field.group(2)) + ";");
    else if (!MACHINERY.matcher(line).matches()
        && !line.startsWith("class ")
        && !line.startsWith("public class ")
        && !line.equals("}")) if (!line.contains("List<Cookie>")) fields.note(line);
  }

  private void begin(String method) {
    inMethod = true;
    isTest = annotation.startsWith("@Test");
    name = method;
    if (isTest) {
      tests.line("");
      String function = identifier(method, "test");
      boolean taken =
          fields.lines().stream().anyMatch(one -> one.startsWith("const " + function + " "));
      tests.open("export function " + function + (taken ? "Test" : "") + "() {");
    }
  }

  private void endMethod() {
    if (isTest) tests.close("}");
    inMethod = false;
    isTest = false;
    annotation = "";
  }

  // ---- statements ----

  private void statement(String line) {
    if (MACHINERY.matcher(line).matches()) return;
    ScriptWriter to = isTest ? tests : fields;
    if (block(line, to)) return;
    Matcher request = REQUEST.matcher(line);
    if (request.matches() && isTest) {
      request(request, to);
      return;
    }
    Matcher asserted = ASSERT.matcher(line);
    if (asserted.matches()) {
      check(asserted, to);
      return;
    }
    Matcher log = LOG.matcher(line);
    if (log.matches()) {
      if (isTest && !log.group(2).contains("\","))
        to.line("console.%s(%s);".formatted(log.group(1), value(log.group(2))));
      return;
    }
    Matcher sleep = SLEEP.matcher(line);
    Matcher local = LOCAL.matcher(line);
    Matcher put = PUT.matcher(line);
    if (sleep.matches()) to.line("sleep(" + sleep.group(1) + " / 1000);");
    else if (local.matches())
      to.line("let %s = %s;".formatted(local.group(1), value(local.group(2))));
    else if (put.matches() && !line.contains("new ")) put(put, to);
    else to.note(line);
  }

  private boolean block(String line, ScriptWriter to) {
    Matcher condition = IF.matcher(line);
    if (condition.matches()) {
      String turned = condition(condition.group(2));
      if (condition.group(1) != null) {
        to.turn("} else if (" + turned + ") {");
      } else {
        to.open("if (" + turned + ") {");
        blocks.push(true);
      }
      return true;
    }
    Matcher loop = FOR.matcher(line);
    if (loop.matches()) {
      to.open("for (let %s {".formatted(loop.group(1)));
      blocks.push(true);
      return true;
    }
    if (line.matches("}\\s*else\\s*\\{")) {
      to.turn("} else {");
      return true;
    }
    if (line.equals("}")) {
      if (blocks.pop()) to.close("}");
      return true;
    }
    if (!line.endsWith("{")) return false;
    to.note(line);
    blocks.push(true);
    to.open("{");
    return true;
  }

  private String condition(String groovy) {
    String turned =
        groovy
            .replaceAll("(\\w+)\\.(?:statusCode|getStatusCode\\(\\))", "$1.status")
            .replaceAll("(?<![=!<>])==(?!=)", "===")
            .replaceAll("!=(?!=)", "!==");
    if (turned.matches("[\\w\\s.=!<>&|()\"'-]+")) return turned;
    tests.note("if (" + groovy + ")");
    return "true";
  }

  private void put(Matcher put, ScriptWriter to) {
    String key =
        put.group(2) != null
            ? value(put.group(2))
            : put.group(4) != null ? value(put.group(4)) : quoted(put.group(6));
    String value =
        put.group(3) != null ? put.group(3) : put.group(5) != null ? put.group(5) : put.group(7);
    to.line("%s[%s] = %s;".formatted(put.group(1), key, value(value)));
  }

  private void request(Matcher request, ScriptWriter to) {
    List<String> arguments = Arguments.split(request.group(3));
    String method = request.group(2);
    boolean body = method.matches("POST|PUT|PATCH");
    String url = arguments.isEmpty() ? "''" : value(arguments.getFirst());
    String second = arguments.size() > 1 ? value(arguments.get(1)) : "null";
    String headers = arguments.size() > 2 ? value(arguments.get(2)) : "headers";
    String variable = request.group(1) == null ? "" : "let " + request.group(1) + " = ";
    String content = body ? second : "null";
    if (!body && !second.equals("null")) url = "query(" + url + ", " + second + ")";
    to.line(
        "%shttp.request('%s', %s, %s, { headers: %s, tags: { name: %s } });"
            .formatted(variable, method, url, content, headers, quoted(name)));
  }

  private void check(Matcher asserted, ScriptWriter to) {
    boolean status = asserted.group(2).toLowerCase(Locale.ROOT).equals("statuscode");
    String of = status ? "r.status" : "r.body";
    String wanted = value(asserted.group(4).replaceFirst("^is\\((.*)\\)$", "$1"));
    String condition =
        switch (asserted.group(3)) {
          case "containsString" -> of + ".includes(" + wanted + ")";
          case "not" -> of + " !== " + wanted;
          default -> of + " === " + wanted;
        };
    String what = (status ? "status " : "body ") + asserted.group(3) + " " + asserted.group(4);
    asserts++;
    to.line("check(%s, { %s: r => %s });".formatted(asserted.group(1), quoted(what), condition));
  }

  /** A value of Groovy: a text, which may have values in it, a number, a map, a list, a name. */
  private String value(String groovy) {
    String value = groovy.strip().replaceFirst("\\.(?:getBytes|bytes)(?:\\(.*\\))?$", "");
    if (value.matches("\\[\\s*:\\s*]")) return "{}";
    if (value.startsWith("[")) return Arguments.collection(value, this::value);
    if (value.length() > 1 && value.startsWith("'") && value.endsWith("'")) return value;
    if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
      String written = value.substring(1, value.length() - 1).replace("\\\"", "\"");
      if (!written.contains("$")) return "'" + written.replace("'", "\\'") + "'";
      String inner = written.replace("`", "\\`");
      return "`" + inner.replaceAll("\\$(\\w+)", "\\${$1}") + "`";
    }
    return value
        .replaceAll("\\b(\\w+)\\.(?:statusCode|getStatusCode\\(\\))", "$1.status")
        .replaceAll("\\b(\\w+)\\.(?:bodyText|getBodyText\\(\\))", "$1.body")
        .replaceAll("\\bgrinder\\.threadNumber\\b", "(__VU - 1)")
        .replaceAll("\\bgrinder\\.runNumber\\b", "__ITER");
  }

  // ---- the whole ----

  private Conversion result() {
    List<String> notes = Stream.concat(fields.notes().stream(), tests.notes().stream()).toList();
    ScriptWriter whole = new ScriptWriter();
    whole.line(
        "// Turned from a script of nGrinder. Its users and duration are settings there: set them here.");
    if (!notes.isEmpty()) {
      whole.line("// What was not turned, or is not the same:");
      notes.forEach(note -> whole.line("//   " + note));
    }
    whole.line("import http from 'k6/http';");
    whole.line("import { check, sleep } from 'k6';");
    whole.line("");
    String thresholds = asserts == 0 ? "" : "checks: ['rate>0.99'], ";
    whole.line(
        "export const options = { vus: 10, duration: '1m', thresholds: { "
            + thresholds
            + "http_req_failed: ['rate<0.01'] } };");
    whole.line("");
    String all = String.join("\n", fields.lines());
    if (!all.contains("const headers")) whole.line("const headers = {};");
    fields.lines().forEach(whole::line);
    tests.lines().forEach(whole::line);
    whole.line("");
    whole.open("export default function () {");
    for (String line : tests.lines())
      if (line.startsWith("export function "))
        whole.line(line.replaceFirst("export function (\\w+)\\(\\) \\{", "$1();"));
    whole.close("}");
    if (String.join("\n", tests.lines()).contains("query(")) QUERY.lines().forEach(whole::line);
    return new Conversion(String.join("\n", whole.lines()) + "\n", notes);
  }

  private static final String QUERY =
      """

      function query(url, params) {
        const all = Object.entries(params || {}).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
        return all.length === 0 ? url : url + (url.includes('?') ? '&' : '?') + all.join('&');
      }
      """;
}
