package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.TargetServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a generator finds of itself before a run. */
@Timeout(60)
class PreflightTest {

  @TempDir private Path folder;
  private TargetServer target;

  @BeforeEach
  void start() throws IOException {
    target = new TargetServer(_ -> "{\"posts\":[1,2,3]}");
  }

  @AfterEach
  void stop() {
    target.close();
  }

  private List<String> requests() {
    return target.asked().stream().map(one -> one.method() + " " + one.target()).toList();
  }

  @Test
  void a_script_is_tried_out_inside_and_the_target_is_asked_twice_for_what_it_asks_first()
      throws IOException {
    String said =
        run(
            """
            import http from 'k6/http';
            import exec from 'k6/execution';
            import { check, sleep } from 'k6';
            export const options = { vus: 2, duration: '6s' };
            export default function () {
              const list = http.get(__ENV.BASE + '/list');
              check(list, { 'has posts': r => r.json().posts.length === 3 });
              http.post(__ENV.BASE + '/one', 'x');
              console.log('an iteration');
              sleep(1);
              if (exec.instance.iterationsCompleted > 0) exec.test.abort('enough');
            }
            """);
    assertThat(said)
        .contains("before the run", "iterations/s", "local ports", "open files", "memory")
        .doesNotContain("could not be tried out", "fail against");
    List<String> requests = requests();
    assertThat(requests.stream().filter("GET /list"::equals)).hasSizeBetween(2 + 3, 2 + 4);
    assertThat(requests.stream().filter("POST /one"::equals)).hasSizeBetween(3, 4);
    assertThat(said.lines().filter(line -> line.contains("an iteration"))).hasSizeBetween(3, 4);
    assertThat(Files.readString(folder.resolve("kept/run.json"))).contains("\"ceilings\":[{");
    assertThat(Files.readString(folder.resolve("kept/report.md")))
        .contains("What the generator can");
  }

  @Test
  void a_target_is_not_asked_for_what_may_change_something() throws IOException {
    String said =
        run(
            """
            import http from 'k6/http';
            import exec from 'k6/execution';
            export const options = { vus: 1, duration: '6s' };
            export function setup() { http.post(__ENV.BASE + '/order', 'x'); }
            export default function () { http.get(__ENV.BASE + '/list'); exec.test.abort('enough'); }
            """);
    assertThat(said).contains("the script's first request is POST, which may change something");
    assertThat(requests()).containsExactly("POST /order", "GET /list");
  }

  @Test
  void a_script_that_cannot_be_tried_out_is_told_with_what_is_known() throws IOException {
    String said =
        run(
            """
            import http from 'k6/http';
            import exec from 'k6/execution';
            export const options = { vus: 1, duration: '6s' };
            export default function () {
              const token = http.post(__ENV.BASE + '/token', 'x').json().posts.length;
              exec.test.abort('enough');
            }
            """);
    assertThat(said)
        .contains("could not be tried out against the server inside", "TypeError", "open files");
  }

  @Test
  void a_run_that_asks_for_more_than_there_is_goes_on_with_a_warning() throws IOException {
    String said =
        run(
            """
            import exec from 'k6/execution';
            export const options = { scenarios: { open: { executor: 'constant-arrival-rate',
              rate: 9000000, timeUnit: '1s', duration: '6s', preAllocatedVUs: 1 } } };
            export default function () { if (exec.instance.iterationsCompleted > 9) exec.test.abort(); }
            """,
            "--quiet");
    assertThat(said)
        .contains("the generator may limit this run: CPU")
        .doesNotContain("asked at most");
  }

  @Test
  void nobody_looks_where_that_is_not_wanted_or_the_run_is_short() throws IOException {
    String script =
        """
        import http from 'k6/http';
        export const options = { vus: 1, iterations: 1 };
        export default function () { http.get(__ENV.BASE + '/list'); }
        """;
    assertThat(run(script)).doesNotContain("before the run");
    assertThat(run(script.replace("iterations: 1", "iterations: 5000"), "--no-probe"))
        .doesNotContain("before the run");
    assertThat(requests()).hasSize(5_001);
  }

  private String run(String script, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("script.js"), script);
    Path log = folder.resolve("log");
    List<String> all = new ArrayList<>(List.of("run", "--log-output=file=" + log));
    all.addAll(List.of("-e", "BASE=" + target.url()));
    all.addAll(List.of("--out-dir", folder.resolve("kept").toString()));
    all.addAll(List.of(more));
    all.add(file.toString());
    CommandLine line = new CommandLine(new LabCommand((_, _) -> {}));
    line.setOut(new PrintWriter(new StringWriter(), true));
    line.execute(all.toArray(String[]::new));
    return Files.readString(log);
  }
}
