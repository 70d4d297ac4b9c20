package io.tidegate.lab;

import io.tidegate.lab.cli.LabCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Runs scripts in the lab, and in real k6. */
public final class K6Runners {

  private static final int SECONDS_MOST = 120;

  private K6Runners() {}

  /**
   * How a run ended.
   *
   * @param said what it wrote: its log, and of real k6 its summary too
   */
  public record Ended(int code, String said) {}

  /** In the lab, in this process. */
  public static Ended lab(Path script, String... arguments) throws IOException {
    Path log = Files.createTempFile("lab", ".log");
    try {
      List<String> all = new ArrayList<>(List.of("run", "--quiet", "--log-output=file=" + log));
      all.addAll(List.of(arguments));
      all.add(script.toString());
      CommandLine line = new CommandLine(new LabCommand((_, _) -> {}));
      line.setOut(new PrintWriter(new StringWriter()));
      return new Ended(line.execute(all.toArray(String[]::new)), Files.readString(log));
    } finally {
      Files.delete(log);
    }
  }

  /** In real k6; the test is skipped where there is none. */
  public static Ended k6(Path script, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(RealK6.binary().toString(), "run", "--quiet"));
    all.addAll(List.of("--no-color", "--no-usage-report", "--address=localhost:0"));
    all.addAll(List.of(arguments));
    all.add(script.toString());
    Path log = Files.createTempFile("k6", ".log");
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(SECONDS_MOST, TimeUnit.SECONDS))
        throw new AssertionError("still running: " + all);
      return new Ended(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
      Files.delete(log);
    }
  }
}
