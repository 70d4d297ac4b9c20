package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What few scripts ask of {@code lab run}. */
@Timeout(60)
class RunDetailsTest {

  @TempDir private Path folder;
  private LabFolder lab = new LabFolder(Path.of(""));
  private HttpServer server = nobody();

  private static HttpServer nobody() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A server that says who asks. */
  @BeforeEach
  void serve() throws IOException {
    lab = new LabFolder(folder);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] who =
              exchange
                  .getRemoteAddress()
                  .getAddress()
                  .getHostAddress()
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, who.length);
          exchange.getResponseBody().write(who);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private List<String> said() throws IOException {
    return lab.log().stream()
        .filter(line -> line.contains("source=console"))
        .map(line -> line.replaceFirst(".*?msg=", "").replaceFirst(" source=console", ""))
        .map(line -> line.replaceAll("^\"|\"$", "").replace("\\\"", "'"))
        .toList();
  }

  @Test
  void metadata_of_samples_are_apart_from_their_tags_and_make_no_series() throws IOException {
    Path json = folder.resolve("samples.json");
    Path csv = folder.resolve("samples.csv");
    String script =
        """
        import exec from 'k6/execution';
        import { Counter } from 'k6/metrics';
        const counted = new Counter('counted');
        export const options = { iterations: 2, systemTags: ['vu', 'iter', 'group'] };
        export default function () {
          counted.add(1, { own: 'tag' });
          exec.vu.metrics.metadata.trace = 5;
          counted.add(2);
          console.log(JSON.stringify(exec.vu.metrics.metadata), JSON.stringify(exec.vu.tags));
          delete exec.vu.metrics.metadata.trace;
          for (const wrong of [() => { exec.vu.metrics.metadata.no = {}; }, () => { exec.vu.metrics.metadata = {}; }])
            try { wrong(); console.log('taken'); } catch (e) { console.log(e.name, e.message); }
        }
        """;
    assertThat(lab.run(script, "--out", "json=" + json, "--out", "csv=" + csv)).isZero();
    assertThat(Files.readAllLines(json))
        .filteredOn(line -> line.contains("\"Point\"") && line.contains("\"counted\""))
        .extracting(line -> line.replaceFirst(".*\"value\":", ""))
        .containsExactly(
            "1,\"tags\":{\"group\":\"\",\"own\":\"tag\"},\"metadata\":{\"iter\":\"0\",\"vu\":\"1\"}}}",
            "2,\"tags\":{\"group\":\"\"},\"metadata\":{\"iter\":\"0\",\"trace\":\"5\",\"vu\":\"1\"}}}",
            "1,\"tags\":{\"group\":\"\",\"own\":\"tag\"},\"metadata\":{\"iter\":\"1\",\"vu\":\"1\"}}}",
            "2,\"tags\":{\"group\":\"\"},\"metadata\":{\"iter\":\"1\",\"trace\":\"5\",\"vu\":\"1\"}}}");
    assertThat(Files.readAllLines(csv))
        .contains("metric_name,timestamp,metric_value,group,extra_tags,metadata")
        .anyMatch(line -> line.matches("counted,\\d+,1.000000,,own=tag,iter=0&vu=1"));
    assertThat(said())
        .contains("{'iter':'0','trace':'5','vu':'1'} {'group':''}")
        .contains(
            "TypeError invalid value for metric metadata 'no': only String, Boolean and Number"
                + " types are accepted as a metric metadata value")
        .doesNotContain("taken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.2,127.0.0.3       | 127.0.0.2 127.0.0.3 127.0.0.2 127.0.0.3
          127.0.0.5-127.0.0.7       | 127.0.0.5 127.0.0.6 127.0.0.7 127.0.0.5
          127.0.1.0/30,127.0.2.2    | 127.0.1.1 127.0.1.2 127.0.2.2 127.0.1.1
          127.0.1.5/30              | 127.0.1.5 127.0.1.6 127.0.1.5 127.0.1.6
          127.0.1.8/31              | 127.0.1.8 127.0.1.9 127.0.1.8 127.0.1.9
          """)
  void users_come_from_the_local_addresses_by_turns(String addresses, String by)
      throws IOException {
    String script =
        """
        import http from 'k6/http';
        export const options = { scenarios: { all: { executor: 'per-vu-iterations', vus: 4 } } };
        export default function () { console.log(__VU, http.get(__ENV.BASE).body); }
        """;
    assertThat(lab.run(script, "-e", "BASE=" + base(), "--local-ips", addresses)).isZero();
    String[] all = by.split(" ", -1);
    assertThat(said())
        .containsExactlyInAnyOrder("1 " + all[0], "2 " + all[1], "3 " + all[2], "4 " + all[3]);
  }

  @ParameterizedTest
  @CsvSource({"nowhere", "127.0.0.9-127.0.0.7", "10.0.0.0/8", "1.2.3.4/99"})
  void local_addresses_that_are_none_end_the_run(String addresses) throws IOException {
    assertThat(lab.run("export default () => {}", "--local-ips", addresses)).isEqualTo(104);
  }

  @Test
  void a_script_has_the_environment_unless_somebody_leaves_it_out() throws IOException {
    String script = "export default () => console.log(`${__ENV.PATH}`, __ENV.GIVEN)";
    assertThat(lab.run(script, "-e", "GIVEN=1")).isZero();
    assertThat(lab.run(script, "-e", "GIVEN=2", "--include-system-env-vars=false")).isZero();
    assertThat(said()).containsExactly(System.getenv("PATH") + " 1", "undefined 2");
  }

  @Test
  void a_script_that_is_never_read_to_its_end_is_told() throws IOException {
    assertThat(lab.run("for (;;); export default () => {}", "--init-timeout=200ms")).isEqualTo(107);
    assertThat(lab.log()).singleElement().asString().contains("200ms", "--init-timeout");
    assertThat(lab.run("export default () => {}", "--init-timeout=0")).isEqualTo(255);
  }

  @Test
  void a_file_of_options_that_cannot_be_read_ends_the_run() throws IOException {
    Path none = folder.resolve("none.json");
    assertThat(lab.run("export default () => {}", "--config", none.toString())).isEqualTo(104);
    assertThat(lab.log()).last().asString().contains(none + ": no such file or directory");
    Path bad = Files.writeString(folder.resolve("bad.json"), "{no");
    assertThat(lab.run("export default () => {}", "--config", bad.toString())).isEqualTo(104);
  }

  @Test
  void a_module_that_k6_takes_away_is_told_once() throws IOException {
    String script =
        "import { WebSocket } from 'k6/experimental/websockets'; export const options = { vus: 2,"
            + " iterations: 4 }; export default () => {}";
    assertThat(lab.run(script)).isZero();
    assertThat(lab.log())
        .singleElement()
        .asString()
        .contains("level=warning", "k6/experimental/websockets is deprecated", "use k6/websockets");
  }

  @Test
  void a_module_says_where_another_file_lies() throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(
        folder.resolve("lib/own.js"), "export const at = import.meta.resolve('./data.json');");
    String script =
        """
        import { at } from './lib/own.js';
        const names = ['./lib/x.js', '../x', '/abs/x', 'file:///abs/x', 'https://jslib.k6.io/x/i.js', 'k6/http', ''];
        for (const name of names)
          try { console.log(import.meta.resolve(name)); } catch (e) { console.log(e.message); }
        console.log(at);
        export const options = { vus: 1, iterations: 1 };
        export default () => { console.log('later', import.meta.resolve('./y')); }
        """;
    assertThat(lab.run(script)).isZero();
    String here = "file://" + folder.toRealPath();
    assertThat(said())
        .contains(
            here + "/lib/x.js",
            "file://" + folder.toRealPath().getParent() + "/x",
            "file:///abs/x",
            "https://jslib.k6.io/x/i.js",
            "The moduleSpecifier 'k6/http' couldn't be recognised as something k6 supports.",
            "require() can't be used with an empty specifier",
            here + "/lib/data.json",
            "later " + here + "/y");
  }

  @Test
  void all_of_a_module_has_no_member_default() throws IOException {
    String script =
        """
        import * as all from 'k6/http';
        import { sleep } from 'k6';
        import * as metrics from "k6/metrics";
        import http from 'k6/http'; import * as k6 from 'k6';
        console.log(all === http, 'default' in metrics, typeof k6.sleep, k6.sleep === sleep);
        export default () => {};
        """;
    assertThat(lab.run(script)).isZero();
    assertThat(said()).contains("true false function true");
  }

  @ParameterizedTest
  @CsvSource({"--http-debug, ''", "--http-debug=headers, ''", "--http-debug=full, 127.0.0.1"})
  void requests_and_replies_are_told(String flag, String body) throws IOException {
    String script =
        """
        import http from 'k6/http';
        export default function () {
          http.post(`${__ENV.BASE}/at?a=b`, 'sent', { headers: { 'X-Own': 'yes' } });
          http.get('http://127.0.0.1:1/nobody');
        }
        """;
    assertThat(lab.run(script, "-e", "BASE=" + base(), flag)).isZero();
    List<String> told =
        lab.log().stream().filter(line -> line.contains("source=http-debug")).toList();
    assertThat(told).hasSize(3);
    String sent = body.isEmpty() ? "" : "sent";
    assertThat(told.getFirst())
        .contains("msg=\"Request:\\nPOST /at?a=b HTTP/1.1\\nHost: 127.0.0.1:", "\\nX-Own: yes\\n")
        .contains("\\n\\n" + sent + "\\n\" group=\"\" iter=0 request_id=", "scenario=default")
        .endsWith("source=http-debug vu=1");
    assertThat(told.get(1))
        .contains("msg=\"Response:\\nHTTP/1.1 200 OK\\n", "\\n\\n" + body + "\\n\" group=");
    assertThat(told.get(2)).contains("Request:\\nGET /nobody");
  }

  @Test
  void nothing_of_the_wire_is_told_unless_somebody_asks() throws IOException {
    String script = "import http from 'k6/http'; export default () => { http.get(__ENV.BASE); }";
    assertThat(lab.run(script, "-e", "BASE=" + base(), "--http-debug=")).isZero();
    assertThat(lab.log()).isEmpty();
  }
}
