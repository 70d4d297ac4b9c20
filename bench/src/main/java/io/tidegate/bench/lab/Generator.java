package io.tidegate.bench.lab;

import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A load generator that runs k6 scripts, as a process of its own.
 *
 * @param name what the tables call it
 * @param command it without options and script
 * @param options that only this one has
 */
record Generator(String name, List<String> command, List<String> options) {

  private static final Pattern REQUESTS =
      Pattern.compile("\"http_reqs\"\\s*:\\s*\\{[^}]*?\"count\"\\s*:\\s*([0-9.e+]+)");
  private static final Pattern FAILED =
      Pattern.compile("\"http_req_failed\"\\s*:\\s*\\{[^}]*?\"passes\"\\s*:\\s*([0-9.e+]+)");
  private static final int SECONDS_MORE = 120;

  /** In the folder of a run: its figures, as k6 exports them. */
  static final String SUMMARY = "summary.json";

  /**
   * What one run took.
   *
   * @param requests answered
   * @param failed of them
   * @param cpuNs of the process, its start included
   * @param residentBytes at most
   */
  record Run(double requests, double failed, double seconds, long cpuNs, long residentBytes) {

    double microsPerRequest() {
      return cpuNs / 1e3 / Math.max(1, requests);
    }

    /** What came behind a shorter run of the same kind. */
    Run without(Run start) {
      return new Run(
          requests - start.requests,
          failed - start.failed,
          seconds - start.seconds,
          cpuNs - start.cpuNs,
          residentBytes);
    }
  }

  /** Runs a script for that long with so many users. */
  Run run(Path folder, Path script, String base, int users, double seconds)
      throws IOException, InterruptedException {
    String length = Math.round(seconds) + "s";
    return run(folder, script, base, seconds, List.of("--vus", "" + users, "--duration", length));
  }

  /**
   * Runs a script.
   *
   * @param seconds how long it lasts
   * @param more options
   */
  Run run(Path folder, Path script, String base, double seconds, List<String> more)
      throws IOException, InterruptedException {
    Path summary = folder.resolve(SUMMARY);
    Files.deleteIfExists(summary);
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("run", "--quiet", "-e", "BASE=" + base));
    all.addAll(options);
    all.addAll(more);
    all.addAll(List.of("--summary-export", summary.toString(), script.toString()));
    long cpuBefore = Usage.ofEndedChildren();
    long beganNs = System.nanoTime();
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    long resident = 0;
    long endNs = beganNs + TimeUnit.SECONDS.toNanos(Math.round(seconds) + SECONDS_MORE);
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      resident = Math.max(resident, Usage.of(process.toHandle()).residentBytes());
      if (System.nanoTime() > endNs) process.destroyForcibly();
    }
    double took = (System.nanoTime() - beganNs) / 1e9;
    long cpuNs = Usage.ofEndedChildren() - cpuBefore;
    String figures = Files.exists(summary) ? Files.readString(summary) : "";
    return new Run(number(REQUESTS, figures), number(FAILED, figures), took, cpuNs, resident);
  }

  private static double number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }
}
