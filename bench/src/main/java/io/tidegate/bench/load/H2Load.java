package io.tidegate.bench.load;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator h2load, as a process of its own: HTTP/2, on each connection so many requests
 * at once.
 */
public final class H2Load {
  private static final int THREADS = 2;

  /** It may wait for ever where a connection is not made before the time is over. */
  private static final int SECONDS_MORE = 10;

  private static final Pattern TOOK = Pattern.compile("finished in ([0-9.]+)(s|ms),");
  private static final Pattern DONE =
      Pattern.compile("(\\d+) done, \\d+ succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final Pattern STATUS =
      Pattern.compile("status codes: (\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

  private H2Load() {}

  /** Whether there is one. */
  public static boolean found() {
    return Machine.has("h2load");
  }

  /** Its version. */
  public static String version(Path folder) throws InterruptedException {
    return "h2load "
        + Machine.output(List.of("h2load", "--version"), folder).replace("h2load ", "");
  }

  /**
   * Asks for that long. Every reply is to be a success.
   *
   * @param url what is asked for, with TLS or without
   * @param streams requests at once on each connection, at least 1
   */
  public static Outcome run(Path folder, String url, int connections, int streams, double seconds)
      throws IOException, InterruptedException {
    long whole = Math.max(1, Math.round(seconds));
    List<String> command =
        List.of(
            "timeout",
            Long.toString(whole + SECONDS_MORE),
            "h2load",
            "-t" + THREADS,
            "-c" + connections,
            "-m" + streams,
            "-D" + whole,
            url);
    long cpuBefore = Usage.ofEndedChildren();
    String said = Machine.output(command, folder);
    return outcome(said, Usage.ofEndedChildren() - cpuBefore);
  }

  /** What it said, as figures. */
  static Outcome outcome(String said, long cpuNs) {
    Matcher took = TOOK.matcher(said);
    Matcher done = DONE.matcher(said);
    Matcher status = STATUS.matcher(said);
    if (!took.find() || !done.find() || !status.find())
      return new Outcome(0, 0, 1, "h2load gave no figures: " + said, cpuNs);
    double seconds = Double.parseDouble(took.group(1)) / (took.group(2).equals("ms") ? 1_000 : 1);
    long broken = Long.parseLong(done.group(3)) + Long.parseLong(done.group(4));
    long others = 0;
    for (int i = 2; i <= 4; i++) others += Long.parseLong(status.group(i));
    // It counts a status when the head comes, and what is done at the end: some are under way then.
    long answered = Math.min(Long.parseLong(status.group(1)), Long.parseLong(done.group(1)));
    String problem =
        broken + others == 0
            ? ""
            : broken + " errors or timeouts, " + others + " replies of another status";
    return new Outcome(answered, seconds, broken + others, problem, cpuNs);
  }
}
