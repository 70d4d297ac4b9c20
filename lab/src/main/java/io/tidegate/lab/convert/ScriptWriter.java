package io.tidegate.lab.convert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes the lines of a script, and keeps what has to be told beside it. */
final class ScriptWriter {

  private final List<String> lines = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private int depth;

  void line(String line) {
    lines.add(line.isEmpty() ? "" : "  ".repeat(depth) + line);
  }

  /** A line that begins a block. */
  void open(String line) {
    line(line);
    depth++;
  }

  /** A line that ends one and begins the next. */
  void turn(String line) {
    close(line);
    depth++;
  }

  /** A line that ends one. */
  void close(String line) {
    depth--;
    line(line);
  }

  /** Something that is not in the script, told where it would be. */
  void note(String note) {
    String plain = note.replaceAll("\\s+", " ");
    line("// NOT TURNED: " + plain);
    notes.add(plain);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  List<String> lines() {
    return lines;
  }

  /** A text as JavaScript has it, in single quotes. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\'' -> quoted.append("\\'");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\u2028', '\u2029' -> quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        default -> quoted.append(c);
      }
    }
    return quoted.append('\'').toString();
  }

  /** The same as the inner part of a template. */
  static String inTemplate(String text) {
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${");
  }

  /** A name for a constant or a function. */
  static String identifier(String text, String otherwise) {
    String[] words = text.split("[^A-Za-z0-9]+", -1);
    StringBuilder name = new StringBuilder();
    for (String word : words) {
      if (word.isEmpty()) continue;
      String first = word.substring(0, 1);
      name.append(name.isEmpty() ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT));
      name.append(word.substring(1));
    }
    if (name.isEmpty()) return otherwise;
    boolean reserved = RESERVED.contains(name.toString());
    return Character.isDigit(name.charAt(0)) || reserved ? otherwise + name : name.toString();
  }

  private static final Set<String> RESERVED =
      Set.of(
          ("break case catch class const continue debugger default delete do else enum export extends false finally"
                  + " for function if import in instanceof new null return super switch this throw true try typeof"
                  + " var void while with yield let static await async setup teardown options http check group"
                  + " sleep exec vars plan open require module exports console handleSummary json matched data")
              .split(" ", -1));
}
