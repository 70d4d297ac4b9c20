package io.tidegate.lab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The lab as people call it, with scripts in a folder of the test. */
final class LabFolder {

  final StringWriter out = new StringWriter();
  private final Path folder;

  LabFolder(Path folder) {
    this.folder = folder;
  }

  /** Runs a script, quietly and without an address; the exit code. */
  int run(String script, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("script.js"), script);
    List<String> arguments = new ArrayList<>(List.of("--quiet", "--address="));
    arguments.addAll(Arrays.asList(more));
    arguments.add(file.toString());
    return execute("run", arguments);
  }

  int execute(String command, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    if (command.equals("run")) all.add("--log-output=file=" + folder.resolve("log"));
    all.addAll(arguments);
    CommandLine line = LabCommand.line((_, _) -> {});
    line.setOut(new PrintWriter(out, true));
    return line.execute(all.toArray(String[]::new));
  }

  /** The lines that were told, by any run of this folder. */
  List<String> log() throws IOException {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
