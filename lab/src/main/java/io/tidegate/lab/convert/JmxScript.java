package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.util.List;

/** What a script has around the functions of its users. */
final class JmxScript {

  private static final String CSV =
      """
      function csv(content, delimiter, names, skipsFirst) {
        const rows = content.split(/\\r?\\n/).filter(line => line !== '').map(line => fields(line, delimiter));
        const columns = names === '' ? rows.shift() : names.split(',').map(name => name.trim());
        if (names !== '' && skipsFirst) rows.shift();
        return rows.map(row => Object.fromEntries(columns.map((name, i) => [name, row[i] === undefined ? '' : row[i]])));
      }

      function fields(line, delimiter) {
        const all = [];
        for (let rest = line; ;) {
          const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
          const end = rest.indexOf(delimiter, quoted ? quoted[0].length : 0);
          const field = end < 0 ? rest : rest.slice(0, end);
          all.push(quoted ? quoted[1].replace(/""/g, '"') : field);
          if (end < 0) return all;
          rest = rest.slice(end + delimiter.length);
        }
      }
      """;

  private static final String JSON =
      """
      function json(reply, path) {
        try {
          return path === '@this' ? reply.json() : reply.json(path);
        } catch (_) {
          return undefined; // no JSON
        }
      }
      """;

  private static final String TEXT =
      """
      function text(value, otherwise = '') {
        if (value === undefined || value === null) return otherwise;
        return typeof value === 'object' ? JSON.stringify(value) : String(value);
      }
      """;

  private static final String MATCHED =
      """
      function matched(content, pattern, group, otherwise) {
        const found = pattern.exec(content || '');
        return found && found[group] !== undefined ? found[group] : otherwise;
      }
      """;

  private static final String GAUSSIAN =
      """
      function gaussian() {
        return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
      }
      """;

  private JmxScript() {}

  static void write(
      ScriptWriter to, String name, List<String> notes, List<JmxLoad> loads, boolean keepsCookies) {
    to.line("// " + name.replaceAll("\\s+", " ") + ", turned from a plan of JMeter.");
    if (!notes.isEmpty()) {
      to.line("// What was not turned, or is not the same:");
      notes.forEach(note -> to.line("//   " + note));
    }
    to.line("import http from 'k6/http';");
    to.line("import { check, group, sleep } from 'k6';");
    to.line("import exec from 'k6/execution';");
    to.line("import { SharedArray } from 'k6/data';");
    to.line("");
    to.open("export const options = {");
    if (keepsCookies) to.line("noCookiesReset: true,");
    to.open("scenarios: {");
    for (JmxLoad load : loads)
      to.line(quoted(load.name()) + ": { " + String.join(", ", load.options()) + " },");
    to.close("},");
    to.line(
        "thresholds: { checks: ['rate>0.99'], http_req_failed: ['rate<0.01'] }, // what would be enough?");
    to.close("};");
    to.line("");
  }

  /** Those functions that the script calls. */
  static void helpers(ScriptWriter to, String script) {
    helper(to, script, "csv(", CSV);
    helper(to, script, "json(r", JSON);
    helper(to, script, "text(json(", TEXT);
    helper(to, script, "matched(", MATCHED);
    helper(to, script, "gaussian()", GAUSSIAN);
  }

  private static void helper(ScriptWriter to, String script, String call, String text) {
    if (!script.contains(call)) return;
    to.line("");
    text.lines().forEach(to::line);
  }
}
