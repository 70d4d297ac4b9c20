package io.tidegate.lab.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What the generator runs on. */
final class Machine {

  private static final Path CPUS = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final double KB_PER_GB = 1024 * 1024;

  private Machine() {}

  static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    String version = Machine.class.getPackage().getImplementationVersion();
    facts.put("tidegate", Objects.requireNonNullElse(version, "development").strip());
    facts.put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    String cpus = Runtime.getRuntime().availableProcessors() + " processors";
    String model = value(CPUS, "model name");
    facts.put("cpu", model.isEmpty() ? cpus : cpus + ", " + model);
    String memory = value(MEMORY, "MemTotal").replaceAll("\\D", "");
    if (!memory.isEmpty()) facts.put("memory", gigabytes(Double.parseDouble(memory)));
    facts.put("heap", gigabytes(Runtime.getRuntime().maxMemory() / 1_024.0));
    facts.put("java", property("java.runtime.version") + " " + property("java.vendor"));
    return facts;
  }

  private static String gigabytes(double kilobytes) {
    return String.format(Locale.ROOT, "%.1f GB", kilobytes / KB_PER_GB);
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  /** The first of that name; empty where there is none, as elsewhere than on Linux. */
  private static String value(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }
}
