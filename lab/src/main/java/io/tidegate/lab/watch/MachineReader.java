package io.tidegate.lab.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what Linux and the JVM say of the generator. Where something is not said, as on another
 * system, it counts as nothing. Confined to one thread.
 */
final class MachineReader {

  private static final int CORES_MAX = 4_096;

  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Path proc;
  private final Path net;
  private final LocalPorts ports;
  private long atNs = System.nanoTime();
  private long ownNs = ownCpuNs();
  private final BitSet allowed;
  private long[] machine;
  private long[] segments;
  private long gcMs = gcMs();
  private long bytes;

  /** Of this machine. */
  MachineReader() {
    this(Path.of("/proc"), Path.of("/sys/class/net"));
  }

  MachineReader(Path proc, Path net) {
    this.proc = proc;
    this.net = net;
    ports = new LocalPorts(proc);
    allowed = allowed();
    machine = machineTicks();
    segments = segments();
    bytes = linkBytes();
  }

  /** Since the last time; {@code latenessMs} is somebody else's. */
  Reading read(double latenessMs) {
    long nowNs = System.nanoTime();
    double seconds = Math.max(1e-3, (nowNs - atNs) / 1e9);
    atNs = nowNs;
    long own = ownCpuNs();
    double ownCpu = (own - ownNs) / 1e9 / seconds / cores;
    ownNs = own;
    long[] ticks = machineTicks();
    long all = ticks[1] - machine[1];
    double machineCpu = all <= 0 ? Double.NaN : (double) (ticks[0] - machine[0]) / all;
    machine = ticks;
    long collected = gcMs();
    double gc = (collected - gcMs) / 1e3 / seconds;
    gcMs = collected;
    long carried = linkBytes();
    double perSecond = (carried - bytes) / seconds;
    double link = linkBytesPerSecond() <= 0 ? 0 : perSecond / linkBytesPerSecond();
    bytes = carried;
    double lost = lost();
    return new Reading(
        machineCpu, ownCpu, gc, descriptors(), ports.read(), link, perSecond, lost, latenessMs);
  }

  private static long ownCpuNs() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getProcessCpuTime()
        : 0;
  }

  private static long gcMs() {
    long all = 0;
    for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans())
      all += Math.max(0, one.getCollectionTime());
    return all;
  }

  private static Reading.Share descriptors() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix))
      return new Reading.Share(0, 0);
    long most = unix.getMaxFileDescriptorCount();
    try {
      return new Reading.Share(unix.getOpenFileDescriptorCount(), most);
    } catch (InternalError _) {
      return new Reading.Share(most, most); // counting takes one, and there is none
    }
  }

  /** Ticks in which the cores that this process may use worked, and all of them. */
  private long[] machineTicks() {
    long all = 0;
    long idle = 0;
    for (String line : SystemFile.text(proc.resolve("stat")).split("\n", -1)) {
      String[] words = line.split(" +", -1);
      if (!isOurs(words[0])) continue;
      for (int i = 1; i < Math.min(words.length, 9); i++) {
        long ticks = number(words[i]);
        all += ticks;
        if (i == 4 || i == 5) idle += ticks; // idle, and idle while a disk works
      }
    }
    return new long[] {all - idle, all};
  }

  private boolean isOurs(String core) {
    return core.length() > 3
        && core.startsWith("cpu")
        && allowed.get((int) number(core.substring(3)));
  }

  /** Cores that this process may use; all where nobody says. */
  private BitSet allowed() {
    BitSet allowed = new BitSet();
    for (String line : SystemFile.text(proc.resolve("self/status")).split("\n", -1)) {
      if (!line.startsWith("Cpus_allowed_list:")) continue;
      for (String range : line.substring(line.indexOf(':') + 1).strip().split(",", -1)) {
        String[] ends = range.split("-", -1);
        allowed.set((int) number(ends[0]), (int) number(ends[ends.length - 1]) + 1);
      }
    }
    if (allowed.isEmpty()) allowed.set(0, CORES_MAX);
    return allowed;
  }

  /** Since the last time. */
  private double lost() {
    long[] now = segments();
    double all = (double) now[0] - segments[0];
    double lost = (double) now[1] - segments[1];
    segments = now;
    return all <= 0 ? 0 : lost / all;
  }

  /** Segments of TCP, and those that came out of order or went out once more. */
  private long[] segments() {
    Map<String, Long> all = new HashMap<>();
    for (String file : List.of("net/snmp", "net/netstat")) {
      String[] lines = SystemFile.text(proc.resolve(file)).split("\n", -1);
      for (int i = 0; i + 1 < lines.length; i += 2) { // names, and the line of their values
        String[] names = lines[i].split(" ", -1);
        String[] values = lines[i + 1].split(" ", -1);
        for (int at = 1; at < Math.min(names.length, values.length); at++)
          all.put(names[0] + names[at], number(values[at]));
      }
    }
    return new long[] {
      all.getOrDefault("Tcp:InSegs", 0L) + all.getOrDefault("Tcp:OutSegs", 0L),
      all.getOrDefault("Tcp:RetransSegs", 0L) + all.getOrDefault("TcpExt:TCPOFOQueue", 0L)
    };
  }

  /** Of the link that carried most, in the direction in which it did. */
  private long linkBytes() {
    long most = 0;
    for (String line : SystemFile.text(proc.resolve("net/dev")).split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon < 0 || line.substring(0, colon).strip().equals("lo")) continue;
      String[] words = line.substring(colon + 1).strip().split(" +", -1);
      if (words.length > 8) most = Math.max(most, Math.max(number(words[0]), number(words[8])));
    }
    return most;
  }

  private double linkBytesPerSecond() {
    double least = 0;
    try (DirectoryStream<Path> links = Files.newDirectoryStream(net)) {
      for (Path link : links) {
        long megabits =
            link.endsWith("lo") ? 0 : number(SystemFile.text(link.resolve("speed")).strip());
        double rate = megabits * 1e6 / 8;
        if (rate > 0 && (least == 0 || rate < least)) least = rate;
      }
    } catch (IOException _) {
      return 0;
    }
    return least;
  }

  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
