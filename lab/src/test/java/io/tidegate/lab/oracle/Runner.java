package io.tidegate.lab.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs k6 scripts: real k6, or the lab.
 *
 * @param command that stands before {@code run}
 * @param options that only this program is given
 */
record Runner(List<String> command, List<String> options) {

  private static final int RUN_SECONDS_MAX = 60;

  /** How a run ended, and what it said. */
  record Ended(int exit, String stdout, String stderr) {}

  /**
   * Real k6; its own server gets any free port, and it fetches no other build of itself.
   *
   * @param binary of the version whose results are recorded
   */
  static Runner realK6(Path binary) {
    return new Runner(List.of(binary.toString()), List.of("--address=localhost:0"));
  }

  /**
   * Runs it with nothing of this machine's environment but the path.
   *
   * @param folder to run in, which is its home too
   */
  Ended run(List<String> arguments, Map<String, String> environment, Path folder)
      throws IOException, InterruptedException {
    Path stdout = Files.createTempFile("stdout", "");
    Path stderr = Files.createTempFile("stderr", "");
    try {
      List<String> all = new ArrayList<>(command);
      all.add("run");
      all.addAll(options);
      all.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
      String path = System.getenv("PATH");
      builder.environment().clear();
      builder.environment().put("PATH", path);
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("K6_NO_USAGE_REPORT", "true");
      builder.environment().put("K6_AUTO_EXTENSION_RESOLUTION", "false");
      builder.environment().putAll(environment);
      Process process =
          builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
      try {
        if (!process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS))
          throw new AssertionError("still running: " + all);
      } finally {
        process.destroyForcibly();
      }
      return new Ended(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
    } finally {
      Files.delete(stdout);
      Files.delete(stderr);
    }
  }
}
