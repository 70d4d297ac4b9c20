package io.tidegate.lab.preflight;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU of this process without the threads that a run will not have, or only at its begin: the
 * server inside, and the JVM's compilers. Elsewhere than on Linux all threads count.
 */
final class ThreadCpu {

  private static final Path TASKS = Path.of("/proc/self/task");

  private ThreadCpu() {}

  /** What the others took until now, ns. */
  static long ownNs() {
    long all = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) all += ownNs(task);
      return all;
    } catch (IOException _) {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean system
          ? system.getProcessCpuTime()
          : 0;
    }
  }

  private static long ownNs(Path task) {
    try {
      String name = Files.readString(task.resolve("comm"));
      if (name.startsWith(NullServer.THREAD)) return 0;
      if (name.startsWith("C1 ") || name.startsWith("C2 ")) return 0;
      String text = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(text.substring(0, text.indexOf(' ')));
    } catch (IOException | RuntimeException _) {
      return 0; // it has ended meanwhile
    }
  }
}
