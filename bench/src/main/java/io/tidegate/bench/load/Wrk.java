package io.tidegate.bench.load;

import io.tidegate.bench.machine.Machine;
import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The load generator wrk, as a process of its own: each connection asks again once it has its
 * reply.
 */
public final class Wrk {
  private static final int THREADS = 2;

  private final Path folder;
  private final Users users;

  /**
   * @param folder where its scripts go
   */
  public Wrk(Path folder, Users users) {
    this.folder = folder;
    this.users = users;
  }

  /** Whether there is one. */
  public static boolean found() {
    return Machine.has("wrk");
  }

  /** Its version. */
  public static String version(Path folder) throws InterruptedException {
    return Machine.output(List.of("wrk", "-v"), folder)
        .lines()
        .findFirst()
        .orElse("")
        .split(" Copy", 2)[0];
  }

  /**
   * Asks for that long, on 127.0.0.1.
   *
   * @param tls whether to speak TLS, with any certificate
   * @param refused whether every reply is to be a refusal (400 and above), or none
   */
  public Outcome run(
      int port,
      boolean tls,
      List<RequestTemplate> asks,
      int connections,
      double seconds,
      boolean refused)
      throws IOException, InterruptedException {
    List<Integer> blocks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) blocks.add(users.nextBlock());
    Path script = folder.resolve("ask.lua");
    Files.writeString(script, WrkScript.of(asks, blocks));
    long cpuBefore = Usage.ofEndedChildren();
    String said = Machine.output(command(port, tls, connections, seconds, script), folder);
    return outcome(said, Usage.ofEndedChildren() - cpuBefore, refused);
  }

  private static List<String> command(
      int port, boolean tls, int connections, double seconds, Path script) {
    return List.of(
        "wrk",
        "-t" + THREADS,
        "-c" + connections,
        String.format(Locale.ROOT, "-d%ds", Math.max(1, Math.round(seconds))),
        "--timeout",
        "10s",
        "-s",
        script.toString(),
        (tls ? "https" : "http") + "://127.0.0.1:" + port);
  }

  private static Outcome outcome(String said, long cpuNs, boolean refused) throws IOException {
    String[] figures =
        said.lines()
            .filter(line -> line.startsWith(WrkScript.FIGURES))
            .findFirst()
            .orElseThrow(() -> new IOException("wrk gave no figures:\n" + said))
            .split(" ", -1);
    long requests = Long.parseLong(figures[1]);
    long broken = Long.parseLong(figures[3]);
    long refusals = Long.parseLong(figures[4]);
    long unexpected = refused ? requests - refusals : refusals;
    String problem =
        broken + unexpected == 0
            ? ""
            : broken + " socket errors or timeouts, " + unexpected + " replies of another status";
    return new Outcome(
        requests, Long.parseLong(figures[2]) / 1e6, broken + unexpected, problem, cpuNs);
  }
}
