package io.tidegate.lab.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A script of {@code src/test/k6} and what its first lines say about comparing it, each a comment:
 *
 * <ul>
 *   <li>{@code args: --vus 2}: more arguments; <code>{scripts}</code> in them is this folder
 *   <li>{@code env: K6_VUS=2}: environment variables
 *   <li>{@code log: error: some words}: a line of the log has this level and these words
 *   <li>{@code loose}: the script is about time, so that sets are compared and no counts
 *   <li>{@code stdout}: standard output is compared; {@code stdout shape}: without its numbers
 *   <li>{@code connections}: their number is compared
 *   <li>{@code process}: it writes files where it runs, so the lab runs it in a process of its own
 * </ul>
 */
record K6Script(
    String name,
    Path path,
    List<String> arguments,
    Map<String, String> environment,
    List<String> logs,
    boolean loose,
    String stdout,
    boolean connections,
    boolean ownProcess) {

  /** Tests run in their module's folder. */
  static final Path FOLDER = Path.of("src/test/k6").toAbsolutePath();

  static List<K6Script> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".js"))
          .sorted()
          .map(K6Script::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static K6Script read(Path path) {
    List<String> arguments = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>();
    List<String> logs = new ArrayList<>();
    boolean loose = false;
    String stdout = "";
    boolean connections = false;
    boolean process = false;
    for (String line : headOf(path)) {
      String[] words = line.split(":? ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "args" ->
            arguments.addAll(List.of(rest.replace("{scripts}", FOLDER + "").split(" ", -1)));
        case "env" -> {
          for (String pair : rest.split(" ", -1)) {
            String[] both = pair.split("=", 2);
            environment.put(both[0], both[1]);
          }
        }
        case "log" -> logs.add(rest);
        case "loose" -> loose = true;
        case "stdout" -> stdout = rest.isEmpty() ? "exact" : rest;
        case "connections" -> connections = true;
        case "process" -> process = true;
        default -> throw new IllegalArgumentException(path + " begins with: " + line);
      }
    }
    String name = path.getFileName().toString().replaceFirst("\\.js$", "");
    return new K6Script(
        name,
        path,
        arguments,
        environment,
        logs,
        loose,
        stdout,
        connections,
        process || !environment.isEmpty());
  }

  private static List<String> headOf(Path path) {
    try (Stream<String> lines = Files.lines(path)) {
      return lines.takeWhile(line -> line.startsWith("// ")).map(l -> l.substring(3)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path recorded() {
    return FOLDER.resolve("recorded").resolve(name + ".json");
  }

  @Override
  public String toString() {
    return name;
  }
}
