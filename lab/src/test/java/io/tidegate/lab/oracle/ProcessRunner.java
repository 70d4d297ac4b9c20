package io.tidegate.lab.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs scripts in a process each, with nothing of this machine's environment but the path.
 *
 * @param command that the arguments of {@code k6 run} follow
 */
record ProcessRunner(List<String> command) implements Runner {

  /** Real k6; its own server gets any free port, and it fetches no other build of itself. */
  static Runner realK6(Path binary) {
    return new ProcessRunner(List.of(binary.toString(), "run", "--address=localhost:0"));
  }

  @Override
  public Ended run(K6Script script, List<String> arguments, Path folder)
      throws IOException, InterruptedException {
    Path stdout = Files.createTempFile("stdout", "");
    Path stderr = Files.createTempFile("stderr", "");
    try {
      List<String> all = new ArrayList<>(command);
      all.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
      String path = System.getenv("PATH");
      builder.environment().clear();
      builder.environment().put("PATH", path);
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("K6_NO_USAGE_REPORT", "true");
      builder.environment().put("K6_AUTO_EXTENSION_RESOLUTION", "false");
      builder.environment().putAll(script.environment());
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
