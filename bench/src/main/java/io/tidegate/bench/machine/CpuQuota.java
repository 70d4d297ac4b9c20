package io.tidegate.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the CPU time of a process by a control group of Linux, so that several servers on one
 * machine have what several machines would have. Needs the right to make groups.
 */
public final class CpuQuota implements AutoCloseable {
  private static final Path FIRST = Path.of("/sys/fs/cgroup/cpu");
  private static final Path SECOND = Path.of("/sys/fs/cgroup");

  /** Short, so that a server that has used its part is not away for long. */
  private static final int PERIOD_US = 10_000;

  private final Path group;

  private CpuQuota(Path group) {
    this.group = group;
  }

  /**
   * Makes one.
   *
   * @param name of the group
   * @param cores part of a core, or several
   * @return null where this machine does not let us
   */
  public static @Nullable CpuQuota of(String name, double cores) {
    boolean first = Files.exists(FIRST.resolve("cpu.cfs_quota_us"));
    CpuQuota quota = new CpuQuota((first ? FIRST : SECOND).resolve(name));
    int microseconds = (int) (cores * PERIOD_US);
    try {
      Files.createDirectories(quota.group);
      if (first) {
        quota.write("cpu.cfs_period_us", "" + PERIOD_US);
        quota.write("cpu.cfs_quota_us", "" + microseconds);
      } else {
        quota.write("cpu.max", microseconds + " " + PERIOD_US);
      }
      return quota;
    } catch (IOException e) {
      quota.close();
      return null;
    }
  }

  /** A command that begins in the group, with all its threads and children. */
  public List<String> bounding(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + "; exec \"$@\""));
    all.add("sh");
    all.addAll(command);
    return all;
  }

  private void write(String file, String value) throws IOException {
    Files.writeString(group.resolve(file), value);
  }

  /** Removes the group, in which nobody may be any more. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(group);
    } catch (IOException _) {
      // An empty group costs nothing.
    }
  }
}
