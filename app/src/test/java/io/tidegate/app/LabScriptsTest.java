package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.cli.LabCommand;
import io.tidegate.lab.recording.JsonValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The scripts that users get, each for a short time against the service with its demo data; without
 * their thresholds, since those on times are for a machine that has nothing else to do.
 */
@Timeout(120)
class LabScriptsTest {

  private static final Path FOLDER = Path.of("..", "lab", "scripts");

  /** How each is made short. */
  private static final Map<String, List<String>> SHORT =
      Map.of(
          "coupon.js", List.of("-e", "PEOPLE=1500"),
          "dates.js", List.of("-u", "3", "-i", "6"),
          "feed.js", List.of("-u", "3", "-d", "1s"),
          "journey.js", List.of("-u", "3", "-i", "6"),
          "token.js", List.of("-e", "RATE=20", "-e", "DURATION=1s"));

  @TempDir static Path folder;
  private static RunningService service;

  @BeforeAll
  static void start() throws Exception {
    service = RunningService.demo(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static Stream<String> scripts() {
    return SHORT.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void a_script_runs_against_the_service_and_all_its_checks_pass(String name) throws IOException {
    Path log = folder.resolve(name + ".log");
    Path summary = folder.resolve(name + ".json");
    Stream<String> before =
        Stream.of(
            "run",
            "--quiet",
            "--no-thresholds",
            "--log-output=file=" + log,
            "--summary-export",
            "" + summary);
    Stream<String> service = Stream.of("-e", "BASE=" + LabScriptsTest.service.uri());
    String[] arguments =
        Stream.of(
                before,
                service,
                SHORT.getOrDefault(name, List.of()).stream(),
                Stream.of(FOLDER.resolve(name).toString()))
            .flatMap(part -> part)
            .toArray(String[]::new);
    StringWriter out = new StringWriter();
    CommandLine lab = new CommandLine(new LabCommand((_, _) -> {})).setOut(new PrintWriter(out));
    assertThat(lab.execute(arguments)).as(Files.readString(log) + out).isZero();
    JsonValue metrics = JsonValue.read(Files.readAllBytes(summary)).get("metrics");
    assertThat(metrics.get("checks").number("passes")).isPositive();
    assertThat(metrics.get("checks").number("fails")).as(out::toString).isZero();
    assertThat(metrics.get("http_req_failed").number("passes")).as(out::toString).isZero();
  }

  @Test
  void each_script_is_run_here() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      assertThat(all.map(one -> one.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(SHORT.keySet());
    }
  }
}
