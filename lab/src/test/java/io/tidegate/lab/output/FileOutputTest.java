package io.tidegate.lab.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Needs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutputTest {

  private final OutputFixture fixture = new OutputFixture();
  @TempDir private Path folder = Path.of("");

  @Test
  void json_has_each_metric_before_its_first_sample_and_every_sample_in_a_line() throws Exception {
    Metric price = fixture.metrics.get("price", MetricType.TREND, ValueType.DEFAULT);
    Path file = folder.resolve("out.json");
    fixture.run(
        "json=" + file,
        Map.of(),
        () -> {
          fixture.store.add(price, TagSet.of(Map.of("a b", "ü\"")), -1.25, OutputFixture.AT_MS);
          fixture.store.add(price, TagSet.EMPTY, 3, OutputFixture.AT_MS);
        });
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"type\":\"Metric\",\"data\":{\"name\":\"price\",\"type\":\"trend\",\"contains\":\"default\","
                + "\"thresholds\":[],\"submetrics\":null},\"metric\":\"price\"}",
            "{\"metric\":\"price\",\"type\":\"Point\",\"data\":{\"time\":\"2026-11-28T03:17:53.712Z\","
                + "\"value\":-1.25,\"tags\":{\"a b\":\"ü\\\"\"}}}",
            "{\"metric\":\"price\",\"type\":\"Point\",\"data\":{\"time\":\"2026-11-28T03:17:53.712Z\","
                + "\"value\":3,\"tags\":{}}}");
  }

  @Test
  void json_says_the_thresholds_and_parts_of_a_metric_and_is_compressed_if_its_name_says_so()
      throws Exception {
    Path file = folder.resolve("out.json.gz");
    fixture.run("json=" + file, Map.of(), () -> fixture.request(OutputFixture.tags()));
    List<String> lines;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines).hasSize(20);
    Map<String, Object> durationMetric = Json.object(Json.read(lines.get(2)));
    assertThat(Json.object(durationMetric.get("data")))
        .containsEntry(
            "thresholds",
            List.of(
                "p(95)<500",
                Map.of("threshold", "max<9", "abortOnFail", true, "delayAbortEval", "2000ms")))
        .containsEntry(
            "submetrics",
            List.of(
                Map.of(
                    "name",
                    "http_req_duration{expected_response:true}",
                    "suffix",
                    "expected_response:true",
                    "tags",
                    Map.of("expected_response", "true"))));
  }

  @Test
  void csv_has_a_column_for_each_system_tag_and_one_for_all_others() throws Exception {
    Path file = folder.resolve("out.csv");
    TagSet tags = OutputFixture.tags().with("x", "1").with("y", "2");
    fixture.run(
        "csv=" + file,
        Map.of(),
        () -> fixture.store.add(fixture.builtin.httpReqs, tags, 1, OutputFixture.AT_MS));
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "metric_name,timestamp,metric_value,group,method,name,status,url,extra_tags,metadata",
            "http_reqs,1795835873,1.000000,,GET,\"list, all\",200,\"http://x/a?b=\"\"c\"\"\","
                + "scenario=default&x=1&y=2,");
  }

  @Test
  void a_jtl_has_a_line_for_each_request_with_times_from_the_begin_of_its_connection()
      throws Exception {
    Path file = folder.resolve("out.jtl");
    fixture.run(
        "jtl=" + file,
        Map.of(),
        () -> {
          fixture.store.add(fixture.builtin.vus, TagSet.EMPTY, 7, OutputFixture.AT_MS);
          fixture.request(OutputFixture.tags());
          fixture.request(
              OutputFixture.tags()
                  .with("status", "404")
                  .with("expected_response", "false")
                  .with("error_code", "1404"));
          fixture.store.add(fixture.builtin.iterations, TagSet.EMPTY, 1, OutputFixture.AT_MS);
        });
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
                + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect",
            "1795835873684,28,\"list, all\",200,,default,text,true,,213,72,7,7,"
                + "\"http://x/a?b=\"\"c\"\"\",27,0,7",
            "1795835873684,28,\"list, all\",404,,default,text,false,error_code 1404,213,72,7,7,"
                + "\"http://x/a?b=\"\"c\"\"\",27,0,7");
  }

  @Test
  void json_without_a_file_goes_to_standard_output() throws Exception {
    fixture.run("json", Map.of(), () -> fixture.request(OutputFixture.tags()));
    assertThat(fixture.stdout.toString(StandardCharsets.UTF_8).lines()).hasSize(20);
  }

  @Test
  void no_sample_is_lost_when_many_more_come_than_wait() throws Exception {
    Path file = folder.resolve("out.csv");
    int samples = 1_000_000;
    fixture.run(
        "csv=" + file,
        Map.of(),
        () -> {
          for (int i = 0; i < samples; i++)
            fixture.store.add(fixture.builtin.iterations, TagSet.EMPTY, 1, OutputFixture.AT_MS);
        });
    try (var lines = Files.lines(file)) {
      assertThat(lines.count()).isEqualTo(samples + 1);
    }
    assertThat(fixture.warnings).allMatch(warning -> warning.contains("too slow"));
  }

  @Test
  void a_full_disk_is_told_once_and_the_run_goes_on() throws Exception {
    Path full = Path.of("/dev/full");
    Needs.that(Files.exists(full), "there is no /dev/full");
    fixture.run(
        "json=" + full,
        Map.of(),
        () -> {
          for (int i = 0; i < 20_000; i++) fixture.request(OutputFixture.tags());
        });
    assertThat(fixture.warnings).hasSize(2);
    assertThat(fixture.warnings.getFirst()).contains("cannot be written", "No space left");
    assertThat(fixture.warnings.getLast()).contains("lacks 200,000 samples");
  }

  @Test
  void what_is_no_output_is_refused_with_a_sentence() {
    assertThatThrownBy(() -> Outputs.of("kafka=x", fixture.context(Map.of())))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("no output 'kafka'");
    assertThatThrownBy(() -> Outputs.of("influxdb=localhost", fixture.context(Map.of())))
        .hasMessageContaining("'localhost' is no address");
    assertThatThrownBy(() ->
            Outputs.of("json=" + folder.resolve("not/there.json"), fixture.context(Map.of()))
                .start(fixture.store))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("cannot be made");
  }
}
