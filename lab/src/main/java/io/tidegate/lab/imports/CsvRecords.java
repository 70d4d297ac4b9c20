package io.tidegate.lab.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file after RFC 4180. A field in quotes may hold line ends; where its last
 * quote does not come within {@value #LINES_MOST} lines, that line alone is broken, and the next
 * one is read by itself.
 */
final class CsvRecords {

  private static final int LINES_MOST = 200;

  /**
   * One record.
   *
   * @param line number of its first line
   * @param fields null where its quotes do not match
   */
  record Fields(long line, @Nullable List<String> fields) {}

  private final Lines lines;
  private final char separator;
  private final Deque<String> again = new ArrayDeque<>();
  private long read;

  CsvRecords(Lines lines, char separator) {
    this(lines, separator, null);
  }

  /**
   * From the middle of a file.
   *
   * @param first the last line that came, if it is a record
   */
  CsvRecords(Lines lines, char separator, @Nullable String first) {
    this.lines = lines;
    this.separator = separator;
    read = lines.number() - (first == null ? 0 : 1);
    if (first != null) again.push(first);
  }

  /** The next one that is not empty; null behind the last. */
  @Nullable Fields next() throws IOException {
    for (String first = line(); first != null; first = line()) {
      if (first.isBlank()) continue;
      long number = read;
      List<String> fields = split(first);
      return new Fields(number, fields == null ? over(first) : fields);
    }
    return null;
  }

  private @Nullable String line() throws IOException {
    String line = again.isEmpty() ? lines.next() : again.pop();
    if (line != null) read++;
    return line;
  }

  /** The fields of a record that goes on behind the first line. */
  private @Nullable List<String> over(String first) throws IOException {
    StringBuilder whole = new StringBuilder(first);
    List<String> more = new ArrayList<>();
    while (more.size() < LINES_MOST && whole.length() < Lines.LENGTH_MOST) {
      String line = line();
      if (line == null) break;
      more.add(line);
      whole.append('\n').append(line);
      if (line.indexOf('"') < 0) continue;
      List<String> fields = split(whole.toString());
      if (fields != null) return fields;
    }
    for (String line : more.reversed()) again.push(line);
    read -= more.size();
    return null;
  }

  /** Null where a quote is open at the end. */
  private @Nullable List<String> split(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean pair = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (pair) {
          field.append('"');
          i++;
        } else if (quoted || field.isEmpty()) quoted = !quoted;
        else field.append(c);
      } else if (c == separator && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else field.append(c);
    }
    fields.add(field.toString());
    return quoted ? null : fields;
  }
}
