package io.tidegate.lab.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command line of the lab, and what it says. */
final class LabLine {

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  int run(String... arguments) {
    return new CommandLine(new LabCommand((_, _) -> {}))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
