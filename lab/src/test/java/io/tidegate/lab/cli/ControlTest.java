package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.recording.JsonValue;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A run that goes on, asked by the command line and over HTTP. */
@Timeout(60)
class ControlTest {

  private static final String CONTROLLED =
      """
      import { sleep, group, check } from 'k6';
      import { Trend } from 'k6/metrics';
      const time = new Trend('my_time', true);
      export const options = {
        scenarios: {
          outside: { executor: 'externally-controlled', vus: 1, maxVUs: 5, duration: '0' },
        },
        thresholds: { 'my_time{a:b}': ['p(95)<100'] },
      };
      export function setup() { return { from: 'setup' }; }
      export default function () {
        group('outer', () => { check(1, { ok: one => one === 1 }); group('inner', () => {}); });
        time.add(3, { a: 'b' });
        sleep(0.05);
      }
      export function teardown(data) { console.log(`torn down ${JSON.stringify(data)}`); }
      """;

  private static final String SIMPLE =
      """
      import { sleep } from 'k6';
      export const options = { vus: 2, iterations: 20 };
      export function setup() { console.log('set up'); }
      export default function () { sleep(0.05); }
      """;

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Runnable> signals = new ConcurrentHashMap<>();
  private final StringWriter out = new StringWriter();
  private String address = "";

  @Test
  void a_run_has_as_many_users_as_somebody_asks_for() throws Exception {
    CompletableFuture<Integer> code = begin(CONTROLLED);
    awaitStatus("7");
    assertThat(ask("status"))
        .containsSubsequence("paused: \"false\"", "vus: \"1\"", "vus-max: \"5\"");
    assertThat(ask("scale", "--vus", "3")).contains("vus: \"3\"", "vus-max: \"5\"");
    assertThat(ask("scale", "--vus", "8", "--max", "10")).contains("vus: \"8\"", "vus-max: \"10\"");
    Wait.until(() -> sample("vus", "value") == 8);
    assertThat(ask("pause")).contains("paused: \"true\"", "vus: \"0\"");
    double iterations = sample("iterations", "count");
    assertThat(ask("resume")).contains("paused: \"false\"", "vus: \"8\"");
    Wait.until(() -> sample("iterations", "count") > iterations + 16);
    assertThat(ask("scale", "--vus", "2", "--max", "2")).contains("vus: \"2\"", "vus-max: \"2\"");
    stop();
    assertThat(code.get()).as(log()).isEqualTo(103);
    assertThat(log())
        .contains("test run stopped from REST API", "torn down {\\\"from\\\":\\\"setup\\\"}");
  }

  @Test
  void a_run_that_is_paused_begins_when_it_is_resumed() throws Exception {
    CompletableFuture<Integer> code = begin(SIMPLE, "--paused");
    awaitStatus("4");
    assertThat(ask("status")).contains("paused: \"true\"", "vus: \"0\"", "vus-max: \"2\"");
    assertThat(log()).doesNotContain("set up");
    assertThat(ask("resume")).contains("paused: \"false\"");
    assertThat(code.get()).isZero();
    assertThat(log()).contains("set up");
  }

  @Test
  void a_run_that_is_paused_can_be_interrupted() throws Exception {
    CompletableFuture<Integer> code =
        begin(
            "export const options = { paused: true };"
                + SIMPLE.replace("export const options = ", "const other = "));
    awaitStatus("4");
    signal("INT");
    assertThat(code.get()).isEqualTo(105);
    assertThat(log()).doesNotContain("set up");
  }

  @Test
  void what_users_that_nobody_controls_cannot_do_is_told() throws Exception {
    CompletableFuture<Integer> code = begin(SIMPLE, "--paused");
    awaitStatus("4");
    assertThat(asked("scale", "--vus", "1")).isEqualTo(255);
    assertThat(asked("scale")).isEqualTo(255);
    assertThat(asked("status", "more")).isEqualTo(255);
    assertThat(patch("{'vus':1}")).startsWith("500 ").contains("an externally-controlled executor");
    assertThat(patch("{'paused':true}")).startsWith("500 ").contains("already paused");
    ask("resume");
    awaitStatus("7");
    assertThat(patch("{'paused':true}"))
        .startsWith("500 ")
        .contains("shared-iterations executor 'default' doesn't support pause and resume");
    code.get();
    assertThat(asked("status")).isEqualTo(255);
  }

  @Test
  void a_wish_that_cannot_be_is_refused() throws Exception {
    CompletableFuture<Integer> code = begin(CONTROLLED);
    awaitStatus("7");
    assertThat(patch("{'vus':30}")).startsWith("400 ").contains("VUs (30) must be less than");
    assertThat(patch("{'vus':-1}")).startsWith("400 ").contains("can't be negative");
    for (String wrong :
        List.of(
            "{'vus':'many'}",
            "{'vus':1.5}",
            "{'vus-max':1e300}",
            "{'paused':'yes'}",
            "{'stopped':1}"))
      assertThat(patch(wrong)).as(wrong).startsWith("400 ").contains("Invalid data", "has to be");
    assertThat(patch("[]")).startsWith("400 ");
    assertThat(send("PATCH", "status", "5")).startsWith("400 ");
    assertThat(send("PATCH", "status", "{no")).startsWith("400 ");
    assertThat(send("PATCH", "status", "")).startsWith("400 ");
    assertThat(send("PUT", "status", "{}")).startsWith("405 ");
    assertThat(send("GET", "nothing", "")).startsWith("404 ");
    assertThat(send("PUT", "setup", "x".repeat(2 << 20))).startsWith("413 ");
    assertThat(send("POST", "setup", "", "Origin", "http://evil.example")).startsWith("403 ");
    stop();
    code.get();
  }

  @Test
  void metrics_groups_and_setup_have_the_form_of_k6() throws Exception {
    CompletableFuture<Integer> code = begin(CONTROLLED);
    awaitStatus("7");
    Wait.until(() -> sample("my_time{a:b}", "max") == 3);
    Wait.until(() -> send("GET", "metrics/my_time%7Ba:b%7D", "").contains("false"));
    assertThat(send("GET", "metrics/my_time%7Ba:b%7D", ""))
        .isEqualTo(
            "200 {'data':{'type':'metrics','id':'my_time{a:b}','attributes':{'type':'trend',"
                + "'contains':'time','tainted':false,'sample':{'avg':3,'max':3,'med':3,'min':3,"
                + "'p(90)':3,'p(95)':3}}}}");
    assertThat(send("GET", "metrics/none", ""))
        .isEqualTo(
            "404 {'errors':[{'status':'404','title':'Not Found',"
                + "'detail':'No metric with that ID was found'}]}");
    assertThat(send("GET", "groups", "").replaceAll("'passes':\\d+", "'passes':N"))
        .isEqualTo(
            "200 {'data':[{'type':'groups','id':'d41d8cd98f00b204e9800998ecf8427e','attributes':"
                + "{'path':'','name':'','checks':null},'relationships':{'groups':{'data':[{'type':"
                + "'groups','id':'c34b428ee7255085dfe7fef53d3394d5'}]},'parent':{'data':null}}},"
                + "{'type':'groups','id':'c34b428ee7255085dfe7fef53d3394d5','attributes':{'path':"
                + "'::outer','name':'outer','checks':[{'id':'4377a3f9f7f530437611f5368db64671',"
                + "'path':'::outer::ok','name':'ok','passes':N,'fails':0}]},'relationships':"
                + "{'groups':{'data':[{'type':'groups','id':'b6c425bc7b9e3d21a2d56ce7a6de3614'}]},"
                + "'parent':{'data':{'type':'groups','id':'d41d8cd98f00b204e9800998ecf8427e'}}}},"
                + "{'type':'groups','id':'b6c425bc7b9e3d21a2d56ce7a6de3614','attributes':{'path':"
                + "'::outer::inner','name':'inner','checks':null},'relationships':{'groups':"
                + "{'data':[]},'parent':{'data':{'type':'groups',"
                + "'id':'c34b428ee7255085dfe7fef53d3394d5'}}}}]}");
    assertThat(send("GET", "groups/b6c425bc7b9e3d21a2d56ce7a6de3614", "")).contains("'inner'");
    assertThat(send("GET", "groups/none", "")).startsWith("404 ").contains("No group");
    assertThat(send("GET", "setup", "")).contains("'data':{'from':'setup'}");
    assertThat(send("PUT", "setup", "{\"from\":\"outside\"}")).contains("{'from':'outside'}");
    assertThat(send("PUT", "setup", "")).endsWith("'attributes':{}}}");
    assertThat(send("POST", "setup", "")).contains("'data':{'from':'setup'}");
    assertThat(send("POST", "teardown", "")).isEqualTo("200 ");
    assertThat(send("GET", "teardown", "")).startsWith("405 ");
    assertThat(ask("stats"))
        .containsSubsequence("- name: my_time", "    type: trend", "  sample:", "    avg: 3");
    stop();
    code.get();
    assertThat(log().lines().filter(line -> line.contains("torn down"))).hasSize(2);
  }

  @Test
  void a_run_whose_address_another_one_has_does_not_begin() throws Exception {
    CompletableFuture<Integer> first = begin(CONTROLLED);
    awaitStatus("7");
    String taken = address;
    Path script = Files.writeString(folder.resolve("second.js"), SIMPLE);
    assertThat(execute("run", "--quiet", "--address", taken, script.toString())).isEqualTo(106);
    assertThat(log()).contains("Error from API server");
    assertThat(execute("run", "--quiet", "--address=", script.toString())).isZero();
    assertThat(execute("run", "--quiet", "--address=nowhere", script.toString())).isEqualTo(106);
    stop();
    first.get();
  }

  @Test
  void a_run_that_is_over_answers_until_it_is_interrupted() throws Exception {
    CompletableFuture<Integer> code = begin(SIMPLE, "--linger");
    awaitStatus("9");
    Wait.until(() -> sample("iterations", "count") == 20);
    assertThat(code).isNotDone();
    signal("INT");
    assertThat(code.get()).isZero();
  }

  // ---- the run, and what is asked of it ----

  private CompletableFuture<Integer> begin(String script, String... more) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "localhost:" + free.getLocalPort();
    }
    Path file = Files.writeString(folder.resolve("script.js"), script);
    List<String> arguments = new ArrayList<>(List.of("run", "--quiet", "--address", address));
    arguments.addAll(Arrays.asList(more));
    arguments.add(file.toString());
    return CompletableFuture.supplyAsync(
        () -> execute(arguments.toArray(String[]::new)), task -> Thread.ofPlatform().start(task));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b:1", "http://localhost:6565", "localhost:x", "[::1:6565"})
  void what_is_no_address_of_a_run_is_told(String wrong) {
    address = wrong;
    assertThat(asked("status")).isEqualTo(255);
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add(1, "--log-output=file=" + folder.resolve("log"));
    return line(new StringWriter()).execute(all.toArray(String[]::new));
  }

  private CommandLine line(StringWriter to) {
    CommandLine line = LabCommand.line(signals::put);
    line.setOut(new PrintWriter(to, true));
    return line;
  }

  private List<String> ask(String command, String... more) {
    out.getBuffer().setLength(0);
    assertThat(asked(command, more)).isZero();
    return out.toString().lines().toList();
  }

  private int asked(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--address", address));
    all.addAll(Arrays.asList(more));
    return line(out).execute(all.toArray(String[]::new));
  }

  private void awaitStatus(String number) throws Exception {
    Wait.until(() -> send("GET", "status", "").contains("'status':" + number));
  }

  private double sample(String metric, String figure) throws Exception {
    String reply = send("GET", "metrics/" + metric.replace("{", "%7B").replace("}", "%7D"), "");
    byte[] json =
        reply.substring(4).replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return JsonValue.read(json).get("data").get("attributes").get("sample").number(figure);
  }

  private String patch(String attributes) throws Exception {
    return send("PATCH", "status", "{'data':{'attributes':%s}}".formatted(attributes));
  }

  private void stop() throws Exception {
    assertThat(patch("{'stopped':true}")).contains("'stopped':true");
  }

  private void signal(String name) {
    Runnable action = signals.get(name);
    assertThat(action).isNotNull();
    if (action != null) action.run();
  }

  /** Status and body of the reply, with ' for quotes; empty where nobody answers. */
  private String send(String method, String path, String body, String... header) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/v1/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')));
    if (header.length > 0) request.headers(header);
    try {
      HttpResponse<String> reply =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return reply.statusCode() + " " + reply.body().replace('"', '\'');
    } catch (IOException _) {
      return "";
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
