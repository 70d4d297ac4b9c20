package io.tidegate.gate.sight;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.GateFixture;
import io.tidegate.http.log.AccessLog;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a request leaves behind: its line in the log, its trace, and what its reply says of time.
 */
@Timeout(60)
class GateLinesTest {

  private static final String REQUEST =
      """
      GET /a/b?token=secret HTTP/1.1\r
      Host: shop.example\r
      X-Request-Id: id-1\r
      Authorization: Bearer secret\r
      Referer: https://shop.example/cart?secret=1\r
      User-Agent: say "hi" é\r
      \r
      """;

  @TempDir private Path folder;

  @Test
  void a_combined_line_says_where_the_reply_came_from_and_no_secret() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello")) {
      List<String> lines =
          lines(LogFormat.COMBINED, upstream.address(), REQUEST, "nonsense\r\n\r\n");
      assertThat(lines.get(0))
          .matches(
              "127\\.0\\.0\\.1 - - \\[\\d{2}/[A-Z][a-z]{2}/\\d{4}:\\d{2}:\\d{2}:\\d{2} \\+0000] "
                  + "\"GET /a/b HTTP/1\\.1\" 200 \\d+ \"https://shop\\.example/cart\" "
                  + "\"say \\\\x22hi\\\\x22 \\\\xe9\" upstream "
                  + upstream.address()
                  + " 1 \\d+ \\d+ id-1");
      assertThat(lines.get(1)).contains("\"-\" 400 ").contains(" - - 0 - ");
      assertThat(String.join("\n", lines)).doesNotContain("secret");
    }
  }

  @Test
  void a_json_line_is_an_object_with_the_same_and_no_secret() throws Exception {
    try (ScriptedServer upstream = ScriptedServer.saying("hello")) {
      List<String> lines = lines(LogFormat.JSON, upstream.address(), REQUEST, "nonsense\r\n\r\n");
      Map<String, @Nullable Object> line = Json.object(Json.read(lines.get(0)));
      assertThat(line)
          .containsEntry("requestId", "id-1")
          .containsEntry("remote", "127.0.0.1")
          .containsEntry("method", "GET")
          .containsEntry("host", "shop.example")
          .containsEntry("path", "/a/b")
          .containsEntry("route", "/")
          .containsEntry("status", 200L)
          .containsEntry("referer", "https://shop.example/cart")
          .containsEntry("upstream", "upstream")
          .containsEntry("endpoint", upstream.address())
          .containsEntry("attempts", 1L)
          .containsKeys("time", "headUs", "totalUs", "bytes", "userAgent");
      assertThat(Json.object(Json.read(lines.get(1))))
          .containsEntry("status", 400L)
          .containsEntry("problem", "malformed")
          .doesNotContainKeys("path", "upstream");
      assertThat(String.join("\n", lines)).doesNotContain("secret");
    }
  }

  @Test
  void a_line_of_much_text_is_whole() throws Exception {
    String agent = "User-Agent: " + "\"\\é".repeat(900);
    String path = "/" + "%22".repeat(900);
    String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + agent + "\r\n\r\n";
    try (ScriptedServer upstream = ScriptedServer.saying("hello")) {
      String json = lines(LogFormat.JSON, upstream.address(), request).getFirst();
      assertThat(Json.object(Json.read(json))).containsKey("totalUs");
      assertThat(lines(LogFormat.COMBINED, upstream.address(), request).getFirst())
          .contains("\" upstream " + upstream.address() + " 1 ");
    }
  }

  private List<String> lines(LogFormat format, String upstream, String... requests)
      throws IOException {
    Path file = folder.resolve(format + ".log");
    AccessLog log = AccessLog.toFile(file, AccessLog.FILE_BYTES_LEAST, format::lines);
    GateConfig config = GateFixture.config(upstream);
    try (Gate gate = Gate.start(config, GateFixture.HTTP.loops(1), log, null);
        RawClient client = new RawClient(gate.port())) {
      for (String request : requests) client.send(request).reply();
    }
    log.close();
    return Files.readAllLines(file);
  }

  @Test
  void a_reply_says_what_took_how_long_where_that_is_set() throws Exception {
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) ->
                call.send(
                    "HTTP/1.1 200 OK\r\nServer-Timing: db;dur=3\r\nContent-Length: 0\r\n\r\n"));
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      assertThat(client.get("/").reply().header("Server-Timing")).isEqualTo("db;dur=3");
      GateConfig config = GateFixture.config(upstream.address());
      gate.gate().reload(config.seen(new SightConfig(null, null, true)));
      client.get("/");
      client.readUntil("Server-Timing: db;dur=3\r\n");
      client.readUntil("Server-Timing: queue;dur=");
      client.readUntil(", connect;dur=");
      client.readUntil(", upstream;dur=");
    }
  }

  @Test
  void a_trace_that_came_goes_on_as_it_is() throws Exception {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assertThat(asked("traceparent: " + parent + "\r\ntracestate: a=1\r\n"))
        .contains("traceparent: " + parent + "\r\n")
        .contains("tracestate: a=1\r\n")
        .containsOnlyOnce("traceparent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-01\r\n",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01\r\n",
        "traceparent: ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n",
        "traceparent: 00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01\r\n",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x\r\n",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7\r\n",
        "traceparent: 1\r\ntraceparent: 2\r\n"
      })
  void a_trace_is_made_where_none_came(String fields) throws Exception {
    assertThat(asked(fields + "tracestate: a=1\r\n"))
        .containsPattern("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00\r\n")
        .containsOnlyOnce("traceparent")
        .doesNotContain("tracestate");
  }

  private static String asked(String fields) throws IOException {
    try (ScriptedServer upstream = ScriptedServer.saying("hello");
        GateFixture gate = GateFixture.before(upstream.address());
        RawClient client = gate.connect()) {
      Reply reply = client.send("GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").reply();
      reply.is(200);
      return upstream.requests().getFirst();
    }
  }
}
