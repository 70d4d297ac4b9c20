package io.tidegate.bench.lab;

import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A load generator, as a process of its own. */
interface Generator {

  /** Beyond what a run is meant to take: for the start and the end of the process. */
  int SECONDS_MORE = 120;

  /** What the tables call it. */
  String name();

  /**
   * Has so many users do what a script says, again and again.
   *
   * @param folder for what it leaves
   * @param script for k6; a generator that cannot read it has a simulation of the same name
   */
  Run run(Path folder, Path script, String base, int users, double seconds)
      throws IOException, InterruptedException;

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

    /** The same with its requests. */
    Run with(double requests, double failed) {
      return new Run(requests, failed, seconds, cpuNs, residentBytes);
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

  /**
   * What a process took; its requests are not known yet.
   *
   * @param seconds how long it should last; {@value #SECONDS_MORE} s later it is killed
   */
  static Run watched(List<String> command, Path said, double seconds)
      throws IOException, InterruptedException {
    long cpuBefore = Usage.ofEndedChildren();
    long beganNs = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    long resident = 0;
    long endNs = beganNs + TimeUnit.SECONDS.toNanos(Math.round(seconds) + SECONDS_MORE);
    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
      resident = Math.max(resident, Usage.of(process.toHandle()).residentBytes());
      if (System.nanoTime() > endNs) process.destroyForcibly();
    }
    double took = (System.nanoTime() - beganNs) / 1e9;
    return new Run(0, 0, took, Usage.ofEndedChildren() - cpuBefore, resident);
  }

  /** The first figure that is found in a text; 0 for none. */
  static double number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Double.parseDouble(found.group(1).replace(",", "")) : 0;
  }
}
