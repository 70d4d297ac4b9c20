package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short life from which the launcher has the JVM learn. */
final class RehearseCommandTest {
  @TempDir Path folder;

  @Test
  void everything_that_a_rehearsal_asks_for_is_answered_with_success() throws Exception {
    Path data = folder.resolve("data");

    ServiceProcess rehearsal = ServiceProcess.run("rehearse", data.toString());

    assertThat(rehearsal.exitCode()).as(rehearsal.output()).isZero();
    Map<String, Boolean> atService = successes(data.resolve("access.log"), 4, 5);
    assertThat(atService).hasSize(11).allSatisfy((_, success) -> assertThat(success).isTrue());
    for (String gate : List.of("gate-access.log", "secure-access.log")) {
      Map<String, Boolean> atGate = successes(folder.resolve(gate), 6, 8);
      assertThat(atGate.remove("/feed")).as("one who joins the line before the page").isFalse();
      assertThat(atGate).hasSize(10).allSatisfy((_, success) -> assertThat(success).isTrue());
    }
  }

  /** Whether a path was answered with success at least once, by the words of a log's lines. */
  private static Map<String, Boolean> successes(Path log, int path, int status) throws IOException {
    return Files.readAllLines(log).stream()
        .map(line -> line.split(" "))
        .collect(
            Collectors.toMap(
                words -> words[path].replaceAll("/\\d+/", "/ID/"),
                words -> words[status].startsWith("2"),
                Boolean::logicalOr));
  }
}
