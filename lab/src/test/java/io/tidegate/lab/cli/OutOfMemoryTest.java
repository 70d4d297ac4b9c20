package io.tidegate.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that keep more than there is room for, in a process of their own. */
@Timeout(60)
class OutOfMemoryTest {

  private static final String HOARD =
      "const all = []; for (;;) all.push(new Array(100000).fill(all.length));";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        HOARD + " export default function () {}",
        "export function setup() { " + HOARD + " } export default function () {}",
        "export default function () { " + HOARD + " }",
      })
  void it_ends_with_one_line(String text) throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("script.js"), text);
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx100m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tidegate.lab.oracle.LabRunner",
                "--quiet",
                script.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(said);
    assertThat(lines).singleElement().asString().contains("out of memory", "-Xmx4g");
    assertThat(process.exitValue()).isEqualTo(107);
  }
}
