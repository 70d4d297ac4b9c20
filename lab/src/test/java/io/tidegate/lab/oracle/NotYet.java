package io.tidegate.lab.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * In what the lab does not do yet as real k6 does: lines {@code name: aspect: reason} of {@code
 * not-yet.txt}. What is there must differ, so the list can only shrink.
 */
final class NotYet {

  private static final Path LIST = K6Script.FOLDER.resolve("not-yet.txt");

  private NotYet() {}

  private record Line(String script, String aspect, String reason) {

    static Line read(String text) {
      String[] parts = text.split(": ", 3);
      if (parts.length != 3) throw new IllegalArgumentException("no reason: " + text);
      return new Line(parts[0], parts[1], parts[2]);
    }

    @Override
    public String toString() {
      return script + ": " + aspect + ": " + reason;
    }
  }

  /** Aspects in which the lab differs with this script. */
  static Set<String> aspects(K6Script script) throws IOException {
    Set<String> aspects = new TreeSet<>();
    for (Line line : lines()) if (line.script().equals(script.name())) aspects.add(line.aspect());
    return aspects;
  }

  /** Scripts that are on the list. */
  static List<String> names() throws IOException {
    return lines().stream().map(Line::script).distinct().toList();
  }

  /** Takes off the list what no longer differs; puts nothing on it. */
  static void shrink(K6Script script, Set<String> differing) throws IOException {
    List<String> kept = new ArrayList<>();
    for (Line line : lines())
      if (!line.script().equals(script.name()) || differing.contains(line.aspect()))
        kept.add(line.toString());
    Files.write(LIST, kept);
  }

  private static List<Line> lines() throws IOException {
    return Files.readAllLines(LIST).stream().map(Line::read).toList();
  }
}
