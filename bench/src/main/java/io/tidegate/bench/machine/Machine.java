package io.tidegate.bench.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The machine a figure was measured on. */
public final class Machine {
  private Machine() {}

  /**
   * One line: processor, cores, memory, kernel, file system.
   *
   * @param folder whose file system is meant
   */
  public static String describe(Path folder) throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %d cores; %.0f GB memory; %s %s; %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        kiloBytes("/proc/meminfo", "MemTotal") / 1e6,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Files.getFileStore(folder).type());
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) return System.getProperty("os.arch");
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** A value such as {@code MemTotal: 24 kB}, 0 where it is not to be had. */
  static long kiloBytes(String file, String name) throws IOException {
    if (!Files.exists(Path.of(file))) return 0;
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(name + ":")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
    return 0;
  }

  /** Whether a program is to be found on the path. */
  public static boolean has(String program) {
    return !where(program).isEmpty();
  }

  /** Full path of a program, empty if there is none; also where servers are kept. */
  public static String where(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    for (String folder : path.split(":", -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder).resolve(program);
      if (Files.isExecutable(file)) return file.toString();
    }
    return "";
  }

  /** What a program prints, both streams, trimmed; empty if it cannot be run. */
  public static String output(List<String> command, Path folder) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said.strip();
    } catch (IOException e) {
      return "";
    }
  }
}
