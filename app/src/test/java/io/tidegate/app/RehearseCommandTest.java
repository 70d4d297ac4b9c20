package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
    Map<String, Boolean> successes =
        Files.readAllLines(data.resolve("access.log")).stream()
            .map(line -> line.split(" "))
            .collect(
                Collectors.toMap(
                    words -> words[4].replaceAll("/\\d+/", "/ID/"),
                    words -> words[5].startsWith("2"),
                    Boolean::logicalOr));
    assertThat(successes).hasSize(10).allSatisfy((_, success) -> assertThat(success).isTrue());
  }
}
