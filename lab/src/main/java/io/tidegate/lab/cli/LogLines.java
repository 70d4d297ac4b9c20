package io.tidegate.lab.cli;

import io.tidegate.http.json.JsonWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What is told while a run goes on, a line each, as k6 writes them. Any thread. */
final class LogLines {

  /** How a line looks. */
  enum Format {
    TEXT,
    JSON,
    RAW
  }

  private final PrintStream to;
  private final Format format;
  private final boolean debug;
  private volatile BiConsumer<PrintStream, String> writer = PrintStream::println;

  /**
   * @param debug whether lines of the level {@code debug} are shown
   */
  LogLines(PrintStream to, Format format, boolean debug) {
    this.to = to;
    this.format = format;
    this.debug = debug;
  }

  /** Lines of the same form, elsewhere. */
  LogLines to(PrintStream other) {
    return new LogLines(other, format, debug);
  }

  /** Lines are written by this from now on, such as by a view that they must not tear. */
  void writtenBy(BiConsumer<PrintStream, String> writer) {
    this.writer = writer;
  }

  /** One without more. */
  void say(String level, String message) {
    say(level, message, Map.of());
  }

  /**
   * One.
   *
   * @param level {@code debug}, {@code info}, {@code warning} or {@code error}
   * @param more names and what they say, behind the message
   */
  synchronized void say(String level, String message, Map<String, String> more) {
    if (level.equals("debug") && !debug) return;
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("level", level);
    fields.put("msg", message);
    fields.putAll(new TreeMap<>(more));
    writer.accept(
        to,
        switch (format) {
          case RAW -> message;
          case JSON -> json(fields);
          case TEXT -> text(fields);
        });
    to.flush();
  }

  /** Several lines as they are; as messages where lines are JSON. */
  synchronized void show(List<String> lines) {
    for (String line : lines) {
      if (format == Format.JSON) say("info", line.strip());
      else writer.accept(to, line);
    }
    to.flush();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String json(Map<String, String> fields) {
    JsonWriter json = new JsonWriter(256).beginObject();
    fields.forEach((name, text) -> json.anyName(name).value(text));
    json.anyName("time").value(now());
    return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
  }

  private static String text(Map<String, String> fields) {
    StringBuilder line = new StringBuilder("time=\"").append(now()).append('"');
    fields.forEach((name, text) -> {
      if (name.equals("msg") && text.isEmpty()) return;
      line.append(' ').append(name).append('=').append(quoted(text));
    });
    return line.toString();
  }

  private static String quoted(String text) {
    if (!text.isEmpty() && text.chars().allMatch(LogLines::isPlain)) return text;
    return '"' + harmless(text) + '"';
  }

  /** A text as Go quotes it: nothing that a terminal would obey comes through. */
  static String harmless(String text) {
    StringBuilder quoted = new StringBuilder();
    text.codePoints().forEach(c -> quote(quoted, c));
    return quoted.toString();
  }

  private static void quote(StringBuilder to, int c) {
    int named = "\7\b\t\n\13\f\r\"\\".indexOf(c);
    if (named >= 0) to.append('\\').append("abtnvfr\"\\".charAt(named));
    else if (isPrintable(c)) to.appendCodePoint(c);
    else to.append(String.format(c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._/@^+".indexOf(c) >= 0;
  }
}
