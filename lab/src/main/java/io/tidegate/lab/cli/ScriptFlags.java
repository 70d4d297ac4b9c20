package io.tidegate.lab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which script a command is about, and what its {@code __ENV} says. */
final class ScriptFlags {

  @Parameters(
      index = "0",
      paramLabel = "SCRIPT",
      description = "The script, an archive of one, or - for standard input.")
  private Path script = Path.of("script.js");

  @Option(
      names = {"-t", "--type"},
      description = "js or archive, whatever the script looks like.")
  private @Nullable String type;

  @Option(
      names = {"-e", "--env"},
      description = "NAME=VALUE for __ENV; again for more.")
  private List<String> env = List.of();

  Path script() {
    return script;
  }

  @Nullable String type() {
    return type;
  }

  /** What is given by name; a name alone has the value that the process has. */
  Map<String, String> env() {
    Map<String, String> all = new TreeMap<>();
    for (String one : env) {
      int sign = one.indexOf('=');
      if (sign > 0) all.put(one.substring(0, sign), one.substring(sign + 1));
      else all.put(one, System.getenv().getOrDefault(one, ""));
    }
    return all;
  }
}
