package io.tidegate.lab.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads what Linux and the JVM say of the generator. Where something is not said, as on another
 * system, it counts as nothing. Confined to one thread.
 */
final class MachineReader {

  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Path proc;
  private final Path net;
  private long atNs = System.nanoTime();
  private long ownNs = ownCpuNs();
  private long[] machine;
  private long gcMs = gcMs();
  private long bytes;

  /** Of this machine. */
  MachineReader() {
    this(Path.of("/proc"), Path.of("/sys/class/net"));
  }

  MachineReader(Path proc, Path net) {
    this.proc = proc;
    this.net = net;
    machine = machineTicks();
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
    double link =
        linkBytesPerSecond() <= 0 ? 0 : (carried - bytes) / seconds / linkBytesPerSecond();
    bytes = carried;
    return new Reading(machineCpu, ownCpu, gc, descriptors(), ports(), link, latenessMs);
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
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Reading.Share(unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount())
        : new Reading.Share(0, 0);
  }

  /** Ticks in which cores worked, and all of them. */
  private long[] machineTicks() {
    String line = SystemFile.text(proc.resolve("stat")).lines().findFirst().orElse("");
    String[] words = line.split(" +", -1);
    long all = 0;
    long idle = 0;
    for (int i = 1; i < Math.min(words.length, 9); i++) {
      long ticks = number(words[i]);
      all += ticks;
      if (i == 4 || i == 5) idle += ticks; // idle, and idle while a disk works
    }
    return new long[] {all - idle, all};
  }

  private Reading.Share ports() {
    String[] range =
        SystemFile.text(proc.resolve("sys/net/ipv4/ip_local_port_range")).strip().split("\\s+", -1);
    if (range.length != 2) return new Reading.Share(0, 0);
    long used = 0;
    for (String line : SystemFile.text(proc.resolve("net/sockstat")).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (!words[0].equals("TCP:")) continue;
      for (int i = 1; i + 1 < words.length; i += 2)
        if (words[i].equals("inuse") || words[i].equals("tw")) used += number(words[i + 1]);
    }
    return new Reading.Share(used, number(range[1]) - number(range[0]) + 1);
  }

  private long linkBytes() {
    long most = 0;
    try (DirectoryStream<Path> links = Files.newDirectoryStream(net)) {
      for (Path link : links) {
        if (link.endsWith("lo")) continue;
        long in = number(SystemFile.text(link.resolve("statistics/rx_bytes")).strip());
        long out = number(SystemFile.text(link.resolve("statistics/tx_bytes")).strip());
        most = Math.max(most, Math.max(in, out));
      }
    } catch (IOException _) {
      return 0;
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

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
