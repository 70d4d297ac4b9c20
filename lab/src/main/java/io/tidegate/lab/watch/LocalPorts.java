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
final class LocalPorts {

  /** Below this part of the range nobody need look closely, which takes time with many sockets. */
  private static final double CLOSE_LOOK = 0.5;

  private static final String LISTENING = "0A";

  private final Path proc;

  LocalPorts(Path proc) {
    this.proc = proc;
  }

  Reading.Share read() {
    String[] range =
        SystemFile.text(proc.resolve("sys/net/ipv4/ip_local_port_range")).strip().split("\\s+", -1);
    if (range.length != 2) return new Reading.Share(0, 0);
    long from = MachineReader.number(range[0]);
    long to = MachineReader.number(range[1]);
    long sockets = sockets();
    long all = to - from + 1;
    return new Reading.Share(sockets < CLOSE_LOOK * all ? sockets : taken(from, to), all);
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
  private long taken(long from, long to) {
    Map<String, Integer> places = new HashMap<>();
    for (String file : List.of("net/tcp", "net/tcp6")) {
      try (BufferedReader lines =
          Files.newBufferedReader(proc.resolve(file), StandardCharsets.US_ASCII)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine())
          count(line.strip().split(" +", 5), from, to, places);
      } catch (IOException _) {
        // Without IPv6 there is no such file.
      }
    }
    return places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** A number, the near and the far end in hexadecimal digits, the state, and more. */
  private static void count(String[] words, long from, long to, Map<String, Integer> places) {
    if (words.length < 5 || words[3].equals(LISTENING)) return;
    int colon = words[1].lastIndexOf(':');
    if (colon < 0) return;
    try {
      int port = Integer.parseInt(words[1].substring(colon + 1), 16);
      if (port >= from && port <= to) places.merge(words[2], 1, Integer::sum);
    } catch (NumberFormatException _) {
      // The head of the table.
    }
  }
}
