package io.tidegate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Identifies the run of the machine, from one boot to the next. */
final class BootId {

  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String HEX = "[0-9a-f]{32}";

  /**
   * 32 hexadecimal digits; empty where there is no such file. Where there is one, the monotonic
   * clock of Java is the kernel's, which runs from the boot on.
   */
  static final String ID = read();

  private BootId() {}

  private static String read() {
    try {
      String id = Files.readString(FILE).strip().replace("-", "");
      return id.matches(HEX) ? id : "";
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }
}
