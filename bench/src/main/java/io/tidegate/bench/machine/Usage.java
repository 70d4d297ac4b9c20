package io.tidegate.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its children have used so far.
 *
 * @param cpuNs user and system time of all threads, living and ended, ns, in steps of 10 ms
 * @param residentBytes memory in use now
 */
public record Usage(long cpuNs, long residentBytes) {

  /** Linux gives times in {@code USER_HZ}, 100 a second on every platform Java runs on. */
  private static final long TICK_NS = 10_000_000;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int CHILDREN_USER_TIME = 13;
  private static final int CHILDREN_SYSTEM_TIME = 14;

  /** Of a process that runs. */
  public static Usage of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(one -> one(one.pid()))
        .reduce(new Usage(0, 0), Usage::plus);
  }

  /** Of this very process, without its children. */
  public static Usage ofThisProcess() {
    return one(ProcessHandle.current().pid());
  }

  /** User and system time of those children of this process that have ended, ns. */
  public static long ofEndedChildren() throws IOException {
    String[] fields = fields(ProcessHandle.current().pid());
    return TICK_NS
        * (Long.parseLong(fields[CHILDREN_USER_TIME])
            + Long.parseLong(fields[CHILDREN_SYSTEM_TIME]));
  }

  private static String[] fields(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The second field is the program's name in brackets, in which anything may stand.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static Usage one(long pid) {
    try {
      String[] fields = fields(pid);
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
      return new Usage(
          ticks * TICK_NS, 1024 * Machine.kiloBytes("/proc/" + pid + "/status", "VmRSS"));
    } catch (IOException e) {
      return new Usage(0, 0); // ended between being listed and being read
    }
  }

  private Usage plus(Usage other) {
    return new Usage(cpuNs + other.cpuNs, residentBytes + other.residentBytes);
  }
}
