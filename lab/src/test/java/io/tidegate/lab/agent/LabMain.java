package io.tidegate.lab.agent;

import io.tidegate.lab.cli.LabCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The lab as a process of its own. */
final class LabMain {

  private LabMain() {}

  public static void main(String[] arguments) {
    System.exit(
        LabCommand.line((_, _) -> {})
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .execute(arguments));
  }
}
