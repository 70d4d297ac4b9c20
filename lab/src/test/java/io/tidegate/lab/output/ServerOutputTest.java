package io.tidegate.lab.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.metric.TagSet;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerOutputTest {

  private final OutputFixture fixture = new OutputFixture();
  @TempDir private Path folder = Path.of("");

  @Test
  void influx_gets_its_database_and_every_sample_as_a_point_of_its_own() throws Exception {
    try (RecordingServer server = new RecordingServer(204)) {
      TagSet tags = OutputFixture.tags().with("vu", "12").with("k=1", "a b");
      fixture.run(
          "influxdb=http://me:secret@" + server.address() + "/lab",
          Map.of(),
          () -> {
            fixture.store.add(fixture.builtin.httpReqDuration, tags, 20.5, OutputFixture.AT_MS);
            fixture.store.add(fixture.builtin.httpReqDuration, tags, 20.5, OutputFixture.AT_MS);
          });
      assertThat(server.requests).allMatch(r -> r.authorization().equals("Basic bWU6c2VjcmV0"));
      assertThat(server.requests)
          .extracting(RecordingServer.Request::target)
          .containsExactly("/query?q=CREATE+DATABASE+%22lab%22", "/write?db=lab&precision=ns");
      String point =
          "http_req_duration,k\\=1=a\\ b,method=GET,name=list\\,\\ all,scenario=default,status=200"
              + " url=\"http://x/a?b=\\\"c\\\"\",vu=12i,value=20.5 1795835873712";
      assertThat(lines(server)).containsExactly(point + "000000", point + "000001");
      assertThat(fixture.warnings).isEmpty();
    }
  }

  private static Stream<String> lines(RecordingServer server) {
    return server.requests.stream()
        .filter(request -> request.target().startsWith("/write"))
        .flatMap(request -> new String(request.body(), StandardCharsets.UTF_8).lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"influxdb=http://%s/lab", "experimental-prometheus-rw=http://%s/write"})
  void a_dead_server_is_told_once_and_what_is_lost_is_counted(String argument) throws Exception {
    String address = "127.0.0.1:" + freePort();
    fixture.run(argument.formatted(address), Map.of(), () -> fixture.request(OutputFixture.tags()));
    assertThat(fixture.warnings).hasSize(2);
    assertThat(fixture.warnings.getFirst()).contains(address, "does not answer", "the run goes on");
    assertThat(fixture.warnings.getLast()).contains("lacks 10 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"influxdb=http://%s/lab", "experimental-prometheus-rw=http://%s/write"})
  void a_server_that_refuses_is_told_once(String argument) throws Exception {
    try (RecordingServer server = new RecordingServer(500)) {
      fixture.run(
          argument.formatted(server.address()),
          Map.of(),
          () -> fixture.request(OutputFixture.tags()));
      assertThat(fixture.warnings).hasSize(2);
      assertThat(fixture.warnings.getFirst()).contains("answers 500");
    }
  }

  @Test
  void a_server_that_hangs_holds_nobody_up() throws Exception {
    try (ServerSocket hangs = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + hangs.getLocalPort();
      Output output = Outputs.of("influxdb=http://" + address + "/lab", fixture.context(Map.of()));
      output.start(fixture.store);
      fixture.store.start();
      long fromNs = System.nanoTime();
      int samples = 2_000_000;
      for (int i = 0; i < samples / 10; i++) fixture.request(OutputFixture.tags());
      fixture.store.close();
      assertThat(Duration.ofNanos(System.nanoTime() - fromNs)).isLessThan(Duration.ofSeconds(10));
      output.close();
      assertThat(fixture.warnings.getLast()).contains("lacks 2,000,000 samples");
    }
  }

  @Test
  void real_prometheus_takes_the_figures_under_the_names_that_k6_has() throws Exception {
    Path program = Needs.program("prometheus");
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    String address = "127.0.0.1:" + freePort();
    Process prometheus =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--web.enable-remote-write-receiver")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Wait.until(() -> get("http://" + address + "/-/ready").startsWith("200"));
      TagSet tags = OutputFixture.tags().with("odd-name", "x");
      fixture.run(
          "experimental-prometheus-rw",
          Map.of(
              "K6_PROMETHEUS_RW_SERVER_URL",
              "http://" + address + "/api/v1/write",
              "K6_PROMETHEUS_RW_TREND_STATS",
              "p(95),p(99.9),avg,count"),
          () -> {
            for (int i = 1; i <= 101; i++)
              fixture.store.add(fixture.builtin.httpReqDuration, tags, i, OutputFixture.AT_MS);
            fixture.store.add(fixture.builtin.httpReqs, tags, 101, OutputFixture.AT_MS);
            fixture.store.add(fixture.builtin.vus, TagSet.EMPTY, 7, OutputFixture.AT_MS);
            for (int i = 0; i < 4; i++)
              fixture.store.add(fixture.builtin.checks, tags, i % 2, OutputFixture.AT_MS);
          });
      assertThat(fixture.warnings).isEmpty();
      assertThat(query(address, "k6_http_req_duration_p95{status=\"200\",odd_name=\"x\"}"))
          .isEqualTo("0.096");
      assertThat(query(address, "k6_http_req_duration_p999")).isEqualTo("0.1009");
      assertThat(query(address, "k6_http_req_duration_avg")).isEqualTo("0.051");
      assertThat(query(address, "k6_http_req_duration_count")).isEqualTo("101");
      assertThat(query(address, "k6_http_reqs_total{name=\"list, all\"}")).isEqualTo("101");
      assertThat(query(address, "k6_vus")).isEqualTo("7");
      assertThat(query(address, "k6_checks_rate")).isEqualTo("0.5");
    } finally {
      prometheus.destroy();
      if (!prometheus.waitFor(10, TimeUnit.SECONDS)) prometheus.destroyForcibly();
    }
  }

  /** The one value that a query finds. */
  private static String query(String address, String query) throws Exception {
    String reply =
        get(
            "http://%s/api/v1/query?query=%s"
                .formatted(address, URLEncoder.encode(query, StandardCharsets.UTF_8)));
    return reply
        .lines()
        .collect(Collectors.joining())
        .replaceAll(".*,\"([^\"]*)\"\\]\\}\\]\\}\\}$", "$1");
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> reply =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body();
    } catch (IOException e) {
      return "no answer: " + e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
