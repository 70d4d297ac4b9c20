package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.output.RecordingServer;
import io.tidegate.lab.recording.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code lab run} as people call it. */
@Timeout(60)
class RunCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0   | export default function () {}
          0   | export default function () { throw new Error('only an iteration'); }
          99  | export const options = { thresholds: { iterations: ['count>5'] } }; export default () => {}
          104 | export const options = { thresholds: { nothing: ['count>5'] } }; export default () => {}
          104 | export const options = { duration: 'soon' }; export default () => {}
          107 | export default function ( {
          107 | throw new Error('x')
          107 | export function setup() { throw new Error('x') } export default () => {}
          107 | import x from './none.js'; export default () => {}
          107 | import x from 'k6/x/sql'; export default () => {}
          255 | export const other = 1
          104 | export const options = { iterations: 2, stages: [{ duration: '1s', target: 1 }] }; export default () => {}
          104 | export const options = { duration: '500ms' }; export default () => {}
          100 | export const options = { setupTimeout: '50ms' }; export function setup() { for (;;) {} } export default () => {}
          108 | import exec from 'k6/execution'; export default () => exec.test.abort()
          """)
  void a_run_ends_with_the_exit_code_of_k6(int code, String script) throws IOException {
    assertThat(run(script)).as(log()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-such-flag",
        "--vus=many",
        "--duration=soon",
        "--no-setup=maybe",
        "--summary-mode=none",
        "--log-output=nowhere",
        "--dns=speed=fast",
        "another.js"
      })
  void what_the_command_line_cannot_mean_ends_it_with_255(String argument) throws IOException {
    assertThat(run("export default () => {}", argument)).isEqualTo(255);
  }

  @Test
  void the_last_of_a_flag_counts_and_a_flag_can_say_no() throws IOException {
    String script =
        "export function setup() { console.log('set up') } export default () => { console.log('once') }";
    assertThat(run(script, "-i", "5", "-i", "2", "--no-setup=false")).isZero();
    assertThat(log()).contains("\"set up\"");
    assertThat(log().lines().filter(line -> line.contains("msg=once"))).hasSize(2);
  }

  @Test
  void what_k6_knows_and_does_nothing_here_is_told() throws IOException {
    String script = "export const options = { ext: { other: {} } }; export default () => {}";
    assertThat(run(script, "--traces-output=otel", "-u", "3")).isZero();
    assertThat(log())
        .contains("--traces-output does nothing here")
        .contains("options.ext.other does nothing here")
        .contains("`vus=3` option will be ignored");
  }

  @Test
  void the_database_of_a_script_gets_the_samples_where_it_answers() throws IOException {
    String address;
    String script;
    List<RecordingServer.Request> asked;
    try (RecordingServer server = new RecordingServer(204)) {
      address = server.address();
      asked = server.requests;
      script =
          "export const options = { ext: { influxdb: { address: 'http://%s', db: 'mine' } } };"
                  .formatted(address)
              + " export default () => {}";
      assertThat(run(script)).isZero();
    }
    assertThat(asked)
        .anySatisfy(one -> {
          assertThat(one.target()).startsWith("/write?db=mine");
          assertThat(new String(one.body(), StandardCharsets.UTF_8))
              .contains("iterations,scenario=default value=1");
        });
    asked.clear();
    assertThat(run(script)).isZero();
    assertThat(asked).isEmpty();
    assertThat(log()).contains("nobody answers at " + address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'http://localhost'", "{ address: 'not a URL' }", "{ enabled: false }"})
  void what_a_script_says_of_a_database_ends_no_run(String influx) throws IOException {
    assertThat(
            run(
                "export const options = { ext: { influxdb: "
                    + influx
                    + " } }; export default () => {}"))
        .isZero();
  }

  @Test
  void what_a_script_says_goes_to_a_file_of_its_own() throws IOException {
    Path file = folder.resolve("console");
    String script = "export default () => { console.log('hello') }";
    assertThat(run(script, "--console-output=" + file)).isZero();
    assertThat(run(script, "--console-output=" + file)).isZero();
    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .allMatch(l -> l.endsWith("level=info msg=hello"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, --summary-export=HERE/none/x.json, could not open 'HERE/none/x.json': no such file or directory",
    "104, --out=json=HERE/none/x.json, cannot be made: no such file or directory",
    "104, --out=csv=HERE, cannot be made: Is a directory",
    "104, --config=HERE/none.json, local file system: HERE/none.json: no such file or directory",
    "104, --config=HERE/script.js, local file system: HERE/script.js: SyntaxError",
    "104, --config=HERE/list.json, it is no object",
    "104, --summary-trend-stats=p(200), N from 0 to 100",
  })
  void a_file_or_figure_that_cannot_be_had_is_told_in_words(int code, String flag, String says)
      throws IOException {
    Files.writeString(folder.resolve("list.json"), "[1]");
    String here = folder.toString();
    assertThat(run("export default () => {}", flag.replace("HERE", here))).isEqualTo(code);
    assertThat(log()).contains(says.replace("HERE", here)).doesNotContain("Exception");
  }

  @Test
  void each_command_says_what_it_does_in_a_line_of_its_own() {
    CommandLine lab = LabCommand.line((_, _) -> {});
    lab.getSubcommands()
        .forEach((name, command) -> {
          String[] lines = command.getCommandSpec().usageMessage().description();
          assertThat(lines).as(name).isNotEmpty();
          assertThat(lines[0]).as(name).endsWith(".").hasSizeLessThan(130);
        });
    assertThat(new CommandLine(new RunCommand()).getUsageMessage())
        .startsWith("Usage: run [OPTIONS] SCRIPT");
  }

  @Test
  void a_report_that_cannot_be_written_changes_nothing_of_how_the_run_ended() throws IOException {
    Path kept = folder.resolve("kept");
    Files.createDirectories(kept.resolve("report.html"));
    String script =
        "export const options = { thresholds: { iterations: ['count>5'] } }; export default () => {}";
    assertThat(run(script, "--out-dir", kept.toString())).isEqualTo(99);
    assertThat(log()).contains("the report cannot be written: " + kept.resolve("report.html"));
  }

  @Test
  void making_the_users_is_no_part_of_the_time_of_the_run() throws IOException {
    Path kept = folder.resolve("kept");
    String script =
        """
        const began = Date.now();
        while (Date.now() - began < 500) {}
        export const options = { vus: 6, duration: '1s' };
        export default () => new Promise(done => setTimeout(done, 100));
        """;
    assertThat(run(script, "--out-dir", kept.toString())).isZero();
    RunRecord run = RunRecord.read(kept);
    assertThat(run.seconds()).isBetween(0.9, 2.4);
    assertThat(run.measured().timeline().slots()).hasSizeLessThan(4);
  }

  @Test
  void a_script_that_is_not_there_is_told() throws IOException {
    assertThat(execute("run", folder.resolve("none.js").toString())).isEqualTo(255);
    assertThat(log()).contains("none.js");
  }

  @Test
  void an_option_at_a_place_where_it_does_nothing_is_told_with_what_that_means()
      throws IOException {
    String script =
        "export const options = { executor: 'ramping-arrival-rate' }; export default () => {}";
    assertThat(run(script)).isZero();
    assertThat(log())
        .contains(
            "unknown field \\\"executor\\\"", "a closed model", "options.scenarios.NAME.executor");
    assertThat(run(script, "--strict")).isEqualTo(104);
  }

  @Test
  void the_command_line_goes_before_the_script() throws IOException {
    String script =
        """
        export const options = { scenarios: { a: { executor: 'constant-vus', vus: 3, duration: '1h' } } };
        export default () => { console.log(`${__ENV.NAME} ${__VU}`); }
        """;
    assertThat(run(script, "--iterations", "2", "-e", "NAME=value")).isZero();
    assertThat(log().lines().filter(line -> line.contains("msg=\"value 1\""))).hasSize(2);
  }

  @Test
  void what_a_script_makes_of_the_summary_goes_where_it_says() throws IOException {
    Path file = folder.resolve("own.json");
    String script =
        """
        export default () => {}
        export function handleSummary(data) {
          return { stdout: `ran ${data.metrics.iterations.values.count}`, '%s': JSON.stringify(data) };
        }
        """
            .formatted(file);
    assertThat(run(script, "-i", "7")).as(log()).isZero();
    assertThat(out.toString()).isEqualTo("ran 7");
    assertThat(file).content().contains("\"root_group\"");
  }

  @Test
  void a_run_is_kept_with_its_report_and_its_samples() throws IOException {
    Path kept = folder.resolve("kept");
    Path samples = folder.resolve("samples.json");
    String script = "export default () => {}";
    assertThat(run(script, "-i", "3", "--out-dir", "" + kept, "--out", "json=" + samples))
        .as(log())
        .isZero();
    assertThat(kept.resolve("report.html")).content().contains("<html", "script.js");
    assertThat(kept.resolve("report.md")).isNotEmptyFile();
    assertThat(samples).content().contains("\"metric\":\"iterations\"");
  }

  @Test
  void a_run_that_is_not_quiet_says_where_it_is_shown() throws IOException {
    Path file = Files.writeString(folder.resolve("script.js"), "export default () => {}");
    assertThat(execute("run", file.toString())).isZero();
    assertThat(log()).containsPattern("the run is shown at http://(127.0.0.1|localhost):");
  }

  private int run(String script, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("script.js"), script);
    List<String> arguments = new ArrayList<>(List.of("run", "--quiet"));
    arguments.addAll(Arrays.asList(more));
    arguments.add(file.toString());
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add(1, "--log-output=file=" + folder.resolve("log"));
    CommandLine line = LabCommand.line((_, _) -> {});
    line.setOut(new PrintWriter(out, true));
    return line.execute(all.toArray(String[]::new));
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
