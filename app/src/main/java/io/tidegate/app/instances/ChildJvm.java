package io.tidegate.app.instances;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started that runs the same program as this one, with the same options. */
final class ChildJvm {

  private static final long MIB = 1L << 20;
  private static final long HEAP_MIB_LEAST = 128;
  private static final long HEAP_MIB_MOST = 1_024;

  /** What belongs to this process alone. */
  private static final List<String> OWN =
      List.of("-agentlib", "-agentpath", "-javaagent", "-Xrun", "-XX:AOTCacheOutput", "-Xloggc");

  private static final List<String> HEAP =
      List.of("-Xmx", "-XX:MaxHeapSize", "-XX:MaxRAMPercentage", "-XX:MaxRAMFraction");

  private ChildJvm() {}

  /**
   * The command, up to the program's own words.
   *
   * @param processes how many of them share this machine
   */
  static List<String> command(String mainClass, int processes) {
    List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    OperatingSystemMXBean machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options(given, machine.getTotalMemorySize(), processes));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return command;
  }

  /** The same options, and a heap such that all of them fit, unless one was chosen. */
  static List<String> options(List<String> given, long memoryBytes, int processes) {
    List<String> options =
        new ArrayList<>(given.stream().filter(one -> !begins(one, OWN)).toList());
    if (given.stream().noneMatch(one -> begins(one, HEAP)))
      options.add("-Xmx" + heapMib(memoryBytes, processes) + "m");
    return options;
  }

  /** Half of the memory for all heaps, with one more for the gate; the rest is PostgreSQL's. */
  static long heapMib(long memoryBytes, int processes) {
    return Math.clamp(memoryBytes / 2 / (processes + 1) / MIB, HEAP_MIB_LEAST, HEAP_MIB_MOST);
  }

  private static boolean begins(String option, List<String> with) {
    return with.stream().anyMatch(option::startsWith);
  }
}
