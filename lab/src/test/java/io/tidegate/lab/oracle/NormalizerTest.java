package io.tidegate.lab.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes two runs differ, and what does not. */
class NormalizerTest {

  @TempDir static Path folder;
  private static RecordingServer server;
  private static Normalizer normal;

  @BeforeAll
  static void start() throws IOException {
    server = new RecordingServer(SelfSigned.in(folder));
    normal = new Normalizer(server, folder.toString());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static SeenRequest post(String body, String... headers) {
    List<SeenRequest.Header> all =
        Stream.of(headers)
            .map(header -> header.split(": ", 2))
            .map(header -> new SeenRequest.Header(header[0], header[1]))
            .toList();
    return new SeenRequest("POST", "/echo", all, body.getBytes(UTF_8));
  }

  private static boolean same(SeenRequest a, SeenRequest b) {
    return normal.request(a).equals(normal.request(b));
  }

  @Test
  void a_header_more_or_in_another_case_makes_a_difference_and_their_order_does_not() {
    assertThat(same(post("", "A: 1", "B: 2"), post("", "B: 2", "A: 1"))).isTrue();
    assertThat(same(post("", "A: 1"), post("", "A: 1", "B: 2"))).isFalse();
    assertThat(same(post("", "A: 1"), post("", "a: 1"))).isFalse();
    assertThat(same(post("", "A: 1"), post("", "A: 2"))).isFalse();
  }

  @Test
  void another_body_makes_a_difference_and_the_order_of_json_members_does_not() {
    assertThat(same(post("a"), post("b"))).isFalse();
    assertThat(same(post("{\"a\":1,\"b\":2}"), post("{\"b\":2,\"a\":1}"))).isTrue();
    assertThat(same(post("{\"a\":1}"), post("{\"a\":2}"))).isFalse();
  }

  @Test
  void boundaries_and_the_order_of_parts_make_no_difference_and_the_parts_do() {
    SeenRequest ab = multipart("one", "a", "b");
    assertThat(same(ab, multipart("two", "b", "a"))).isTrue();
    assertThat(same(ab, multipart("one", "a"))).isFalse();
    assertThat(same(ab, multipart("one", "a", "c"))).isFalse();
  }

  private static SeenRequest multipart(String boundary, String... parts) {
    StringBuilder body = new StringBuilder();
    for (String part : parts)
      body.append("--").append(boundary).append("\r\n").append(part).append("\r\n");
    return post(
        body.append("--").append(boundary).append("--\r\n").toString(),
        "Content-Type: multipart/form-data; boundary=" + boundary);
  }

  @Test
  void a_coded_body_is_compared_as_it_was_before() {
    byte[] coded = Codings.gzip("plain".getBytes(UTF_8));
    SeenRequest request =
        new SeenRequest(
            "POST", "/", List.of(new SeenRequest.Header("Content-Encoding", "gzip")), coded);
    assertThat(normal.request(request)).endsWith("", "plain");
  }

  @Test
  void ports_and_folders_are_those_of_no_machine() {
    assertThat(normal.text(server.base() + "/a")).isEqualTo("http://127.0.0.1:PORT/a");
    assertThat(normal.text(server.baseTls() + "/a")).isEqualTo("https://127.0.0.1:TLS/a");
    assertThat(normal.text(folder + "/a")).isEqualTo("{folder}/a");
  }

  @Test
  void a_request_more_makes_a_difference_unless_the_script_is_about_time() {
    assertThat(Normalizer.counted(Stream.of("a", "a", "b"), false))
        .isNotEqualTo(Normalizer.counted(Stream.of("a", "b"), false));
    assertThat(Normalizer.counted(Stream.of("a", "a", "b"), true)).containsExactly("a", "b");
  }

  @Test
  void the_shape_of_a_summary_has_no_figures() {
    String line = "http_reqs...: 12   3.25/s  avg=1m2.5s p(95)=3ms 1.2 kB";
    assertThat(normal.shape(line)).isEqualTo(normal.shape(line.replace("12 ", "7 ")));
    assertThat(normal.shape(line)).isNotEqualTo(normal.shape(line.replace("avg", "max")));
  }

  @Test
  void a_sample_more_or_another_tag_makes_a_difference_and_a_time_does_not() {
    String metric =
        """
        {"metric":"m","type":"Metric","data":{"name":"m","type":"trend","contains":"time"}}\
        """;
    String point =
        """
        {"metric":"m","type":"Point","data":{"time":"now","value":1.5,"tags":{"a":"b"}}}\
        """;
    Object once = samples(metric, point);
    assertThat(samples(metric, point.replace("1.5", "2.5"))).isEqualTo(once);
    assertThat(samples(metric, point.replace("\"b\"", "\"c\""))).isNotEqualTo(once);
    assertThat(samples(metric, point, point)).isNotEqualTo(once);
    String plain = metric.replace("time", "default");
    assertThat(samples(plain, point)).isNotEqualTo(samples(plain, point.replace("1.5", "2.5")));
  }

  private static Object samples(String... lines) {
    return new SampleCounts(normal, false).of(Stream.of(lines));
  }

  @Test
  void a_check_or_a_threshold_that_turns_out_otherwise_makes_a_difference() {
    String summary =
        """
        {"metrics":{"m":{"count":3,"rate":1.5,"thresholds":{"count>2":false}}},
         "root_group":{"path":"","checks":{"ok":{"path":"::ok","passes":2,"fails":1}},"groups":{}}}\
        """;
    Object exported = exported(summary);
    assertThat(exported(summary.replace("1.5", "2"))).isEqualTo(exported);
    assertThat(exported(summary.replace("\"count\":3", "\"count\":4"))).isNotEqualTo(exported);
    assertThat(exported(summary.replace("\"passes\":2", "\"passes\":3"))).isNotEqualTo(exported);
    assertThat(exported(summary.replace("false", "true"))).isNotEqualTo(exported);
    assertThat(exported(summary.replace("\"rate\"", "\"other\""))).isNotEqualTo(exported);
  }

  private static Object exported(String json) {
    return new ExportedSummary(normal, false).of(json);
  }
}
