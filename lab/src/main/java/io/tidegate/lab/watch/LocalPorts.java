package io.tidegate.lab.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many of the ports that Linux gives to connections are taken. One port serves connections to
 * different places, so what counts is how many lead to one place. Confined to one thread.
 */
public final class LocalPorts {

  /** Below this part of the range nobody need look closely, which takes time with many sockets. */
  private static final double CLOSE_LOOK = 0.5;

  private static final String LISTENING = "0A";

  private final Path proc;

  LocalPorts(Path proc) {
    this.proc = proc;
  }

  /**
   * The ports that Linux gives to connections.
   *
   * @param from the first
   * @param to the last
   */
  public record Range(long from, long to) {

    /** That of this machine; empty where the system does not say. */
    public static Range ofMachine() {
      return in(Path.of("/proc"));
    }

    private static Range in(Path proc) {
      Path file = proc.resolve("sys/net/ipv4/ip_local_port_range");
      String[] ends = SystemFile.text(file).strip().split("\\s+", -1);
      return ends.length == 2
          ? new Range(MachineReader.number(ends[0]), MachineReader.number(ends[1]))
          : new Range(0, -1);
    }

    /** How many. */
    public long count() {
      return to - from + 1;
    }

    private boolean has(int port) {
      return port >= from && port <= to;
    }
  }

  Reading.Share read() {
    Range range = Range.in(proc);
    long sockets = sockets();
    boolean close = sockets >= CLOSE_LOOK * range.count();
    return new Reading.Share(close ? taken(range) : sockets, range.count());
  }

  /** Of TCP, whether or not they took a port; both ends of a connection within this machine. */
  private long sockets() {
    long count = 0;
    for (String line : SystemFile.text(proc.resolve("net/sockstat")).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (!words[0].equals("TCP:")) continue;
      for (int i = 1; i + 1 < words.length; i += 2)
        if (words[i].equals("inuse") || words[i].equals("tw"))
          count += MachineReader.number(words[i + 1]);
    }
    return count;
  }

  /** To the place to which most lead. */
  private long taken(Range range) {
    Map<String, Integer> places = new HashMap<>();
    for (String file : List.of("net/tcp", "net/tcp6")) {
      try (BufferedReader lines =
          Files.newBufferedReader(proc.resolve(file), StandardCharsets.US_ASCII)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine())
          count(line.strip().split(" +", 5), range, places);
      } catch (IOException _) {
        // Without IPv6 there is no such file.
      }
    }
    return places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** A number, the near and the far end in hexadecimal digits, the state, and more. */
  private static void count(String[] words, Range range, Map<String, Integer> places) {
    if (words.length < 5 || words[3].equals(LISTENING)) return;
    int colon = words[1].lastIndexOf(':');
    if (colon < 0) return;
    try {
      int port = Integer.parseInt(words[1].substring(colon + 1), 16);
      if (range.has(port)) places.merge(words[2], 1, Integer::sum);
    } catch (NumberFormatException _) {
      // The head of the table.
    }
  }
}
