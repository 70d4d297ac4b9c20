package io.tidegate.lab.script.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of CSV after RFC 4180, as strictly as Go reads them, with the words in which it refuses
 * what is wrong. A record with a mistake is skipped. Not thread-safe.
 */
final class CsvReader {

  private static final String BARE = "bare \" in non-quoted-field";
  private static final String EXTRANEOUS = "extraneous or missing \" in quoted-field";

  private final byte[] bytes;
  private final String delimiter;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private int next;
  private int fieldsEach;

  /** The line that is being read, with its end, its number, and how far it was read. */
  private String line = "";

  private int number;
  private int at;

  CsvReader(byte[] bytes, int from, String delimiter) {
    this.bytes = bytes;
    this.delimiter = delimiter;
    next = from;
  }

  /**
   * The next one that is not empty; null behind the last.
   *
   * @throws IllegalArgumentException if it is none; the message says why and where
   */
  @Nullable List<String> next() {
    if ("\"\r\n\ufffd".contains(delimiter))
      throw new IllegalArgumentException("csv: invalid field or comment delimiter");
    do if (!readLine()) return null;
    while (line.equals("\n"));
    int first = number;
    fields.clear();
    while (field(first)) at += delimiter.length();
    if (fieldsEach == 0) fieldsEach = fields.size();
    if (fields.size() != fieldsEach)
      throw new IllegalArgumentException("record on line " + first + ": wrong number of fields");
    return fields;
  }

  private boolean readLine() {
    if (next >= bytes.length) return false;
    int end = next;
    while (end < bytes.length && bytes[end] != '\n') end++;
    boolean returns = end > next && bytes[end - 1] == '\r';
    String text = new String(bytes, next, end - next - (returns ? 1 : 0), StandardCharsets.UTF_8);
    line = end < bytes.length ? text + "\n" : text;
    next = end + 1;
    number++;
    at = 0;
    return true;
  }

  /** Reads one; whether a delimiter follows. */
  private boolean field(int first) {
    field.setLength(0);
    boolean more = line.startsWith("\"", at) ? quoted(first) : plain(first);
    fields.add(field.toString());
    return more;
  }

  private boolean plain(int first) {
    int delimited = line.indexOf(delimiter, at);
    int end = delimited >= 0 ? delimited : line.length() - (line.endsWith("\n") ? 1 : 0);
    int quote = line.indexOf('"', at);
    if (quote >= 0 && quote < end) throw wrong(first, quote, BARE);
    field.append(line, at, end);
    at = end;
    return delimited >= 0;
  }

  private boolean quoted(int first) {
    at++;
    while (true) {
      int quote = line.indexOf('"', at);
      field.append(line, at, quote < 0 ? line.length() : quote);
      if (quote < 0) {
        int end = line.length();
        if (!readLine()) throw wrong(first, end, EXTRANEOUS);
        continue;
      }
      at = quote + 1;
      if (line.startsWith(delimiter, at)) return true;
      if (at == line.length() || line.startsWith("\n", at)) return false;
      if (line.charAt(at) != '"') throw wrong(first, quote, EXTRANEOUS);
      field.append('"');
      at++;
    }
  }

  private IllegalArgumentException wrong(int first, int index, String why) {
    int column = line.substring(0, index).getBytes(StandardCharsets.UTF_8).length + 1;
    String begun = first == number ? "" : "record on line " + first + "; ";
    return new IllegalArgumentException(
        begun + "parse error on line " + number + ", column " + column + ": " + why);
  }
}
