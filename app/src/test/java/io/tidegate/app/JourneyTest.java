package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the journeys of the pages as a reader would: with their own commands, in a shell, against
 * the service.
 */
class JourneyTest {

  private static final Pattern JOURNEY =
      Pattern.compile("<!-- journey:.*?-->\n```sh\n(.*?)```", Pattern.DOTALL);
  private static final String EXPECTED = "# → ";

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.ko.md", "docs/draw.md"})
  void a_journey_works_as_it_is_written(String page, @TempDir Path folder) throws Exception {
    try (RunningService service = RunningService.demo(folder.resolve("data"))) {
      List<String> script = journey(root().resolve(page));
      String transcript = run(script, folder, service.uri().getPort());
      assertThat(script).filteredOn(line -> line.startsWith(EXPECTED)).hasSizeGreaterThan(6);
      assertInOrder(transcript, script);
    }
  }

  /**
   * Each reply is looked for behind the one before it, so that a later one cannot stand in for it.
   */
  private static void assertInOrder(String transcript, List<String> script) {
    int from = 0;
    for (String line : script) {
      if (!line.startsWith(EXPECTED)) continue;
      String expected = line.substring(EXPECTED.length());
      assertThat(transcript.substring(from)).as("behind character %d", from).contains(expected);
      from = transcript.indexOf(expected, from) + expected.length();
    }
  }

  private static List<String> journey(Path page) throws IOException {
    Matcher journey = JOURNEY.matcher(Files.readString(page));
    assertThat(journey.find()).as("a journey in " + page).isTrue();
    return journey.group(1).lines().toList();
  }

  private static String run(List<String> script, Path folder, int port) throws Exception {
    List<String> lines = new ArrayList<>(List.of("set -eu"));
    for (String line : script) lines.add(line.replace("localhost:8081", "localhost:" + port));
    Process shell =
        new ProcessBuilder("bash", "-c", String.join("\n", lines))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(output).isZero();
    return output;
  }

  /** Tests run in their module's folder, which lies in the project's. */
  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
