package io.tidegate.lab.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.K6Runners;
import io.tidegate.lab.TargetServer;
import io.tidegate.lab.recording.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards ask for what a real run writes, and for nothing else. */
class DashboardsTest {

  /**
   * Has everything in it that a dashboard shows: checks, an error without a reply, dropped
   * arrivals.
   */
  private static final String SCRIPT =
      """
      import http from 'k6/http'; import { check, sleep } from 'k6';
      export const options = { scenarios: { s: { executor: 'constant-arrival-rate', rate: 20, duration: '1s', preAllocatedVUs: 1 } } };
      export default function () {
        check(http.get('TARGET', { tags: { name: 'a' } }), { c: r => r.status === 200 });
        http.get('http://127.0.0.1:1/', { tags: { name: 'b' } });
        sleep(0.2);
      }
      """;

  private static final Pattern QUOTED_TAG = Pattern.compile("\"(\\w+)\" (?:=~|!=|=) |, \"(\\w+)\"");
  private static final Pattern SELECTOR = Pattern.compile("(k6_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!=|=)\"");
  private static final Pattern BY = Pattern.compile("by \\((\\w+)\\)");

  @TempDir private Path folder;

  /** The texts of a member of this name, wherever it is. */
  private static List<String> all(JsonValue value, String name) {
    List<String> found = new ArrayList<>();
    for (String member : value.names()) {
      if (member.equals(name)) found.add(value.text(name));
      found.addAll(all(value.get(member), name));
      for (JsonValue one : value.list(member)) found.addAll(all(one, name));
    }
    return found.stream().filter(text -> !text.isEmpty() && !text.startsWith("{")).toList();
  }

  private static JsonValue dashboard(String name) throws IOException {
    return JsonValue.read(Files.readAllBytes(Path.of("grafana", name)));
  }

  /** What a run with this output sends. */
  private String sent(String output) throws IOException {
    try (TargetServer target = new TargetServer();
        TargetServer sink = new TargetServer()) {
      Path script =
          Files.writeString(folder.resolve("s.js"), SCRIPT.replace("TARGET", target.url()));
      K6Runners.Ended ended = K6Runners.lab(script, "--out", output.formatted(sink.url()));
      assertThat(ended.code()).as(ended.said()).isZero();
      return sink.asked().stream().map(TargetServer.Asked::body).collect(Collectors.joining("\n"));
    }
  }

  /** The tags of each measurement. */
  private static Map<String, Set<String>> tags(String lines) {
    Map<String, Set<String>> tags = new HashMap<>();
    for (String line : lines.lines().toList()) {
      String[] series = line.split("(?<!\\\\) ", 2)[0].split("(?<!\\\\),", -1);
      Set<String> of = tags.computeIfAbsent(series[0], _ -> new HashSet<>());
      for (int i = 1; i < series.length; i++) of.add(series[i].split("=", 2)[0]);
    }
    return tags;
  }

  @Test
  void influxdb_has_what_its_dashboard_asks_for() throws IOException {
    Map<String, Set<String>> written = tags(sent("influxdb=%s/k6"));
    List<String> queries =
        all(dashboard("influxdb.json"), "query").stream()
            .filter(query -> query.startsWith("S"))
            .toList();
    assertThat(queries).hasSizeGreaterThan(30);
    for (String query : queries) {
      String measurement = query.replaceAll(".* FROM \"(\\w+)\".*", "$1");
      assertThat(written).as(query).containsKey(measurement);
      Set<String> asked = new HashSet<>();
      for (MatchResult one : QUOTED_TAG.matcher(query).results().toList())
        asked.add(one.group(1) == null ? one.group(2) : one.group(1));
      if (query.startsWith("SHOW")) asked.add(query.replaceAll(".* KEY = \"(\\w+)\"", "$1"));
      assertThat(written.get(measurement)).as(query).containsAll(asked);
    }
  }

  @Test
  void prometheus_has_what_its_dashboard_asks_for() throws IOException {
    String sent = sent("experimental-prometheus-rw=%s/api/v1/write");
    Map<String, Set<String>> written = new HashMap<>();
    for (String series : sent.split("__name__", -1)) {
      Set<String> words = new HashSet<>();
      for (MatchResult word : Pattern.compile("\\w+").matcher(series).results().toList())
        words.add(word.group());
      for (String word : words)
        if (word.startsWith("k6_"))
          written.computeIfAbsent(word, _ -> new HashSet<>()).addAll(words);
    }
    List<String> queries = all(dashboard("prometheus.json"), "expr");
    assertThat(queries).hasSizeGreaterThan(20);
    for (String query : queries) {
      for (MatchResult one : SELECTOR.matcher(query).results().toList()) {
        // Which figures of trends are written is a setting; those of the dashboard are in its
        // description.
        String name =
            written.containsKey(one.group(1))
                ? one.group(1)
                : one.group(1).replaceAll("_(p50|p95|max|avg)$", "_p99");
        assertThat(written).as(query).containsKey(name);
        String labels = one.group(2) == null ? "" : one.group(2);
        for (MatchResult label : LABEL.matcher(labels).results().toList())
          assertThat(written.get(name)).as(query).contains(label.group(1));
        for (MatchResult label : BY.matcher(query).results().toList())
          assertThat(written.get(name)).as(query).contains(label.group(1));
      }
    }
    for (String variable : all(dashboard("prometheus.json"), "definition"))
      assertThat(written).containsKey(variable.replaceAll(".*\\((\\w+),.*", "$1"));
  }

  @Test
  void a_dashboard_has_a_data_source_to_choose_and_panels_that_do_not_overlap() throws IOException {
    for (String name : List.of("influxdb.json", "prometheus.json")) {
      JsonValue dashboard = dashboard(name);
      assertThat(dashboard.list("__inputs")).hasSize(1);
      Set<String> places = new HashSet<>();
      for (JsonValue panel : dashboard.list("panels")) {
        assertThat(panel.get("datasource").text("uid")).isEqualTo("${DATASOURCE}");
        assertThat(places.add(panel.get("gridPos").json())).as(panel.text("title")).isTrue();
      }
      assertThat(places).hasSize(12);
    }
  }
}
