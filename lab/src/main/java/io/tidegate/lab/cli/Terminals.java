package io.tidegate.lab.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks on. */
final class Terminals {

  private Terminals() {}

  /** Whether the process's own streams are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // other JDKs may have none
  static boolean isOne() {
    @Nullable Console console = System.console();
    return console != null && console.isTerminal();
  }
}
