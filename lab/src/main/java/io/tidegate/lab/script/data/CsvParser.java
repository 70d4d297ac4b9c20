package io.tidegate.lab.script.data;

import io.tidegate.lab.script.host.JsonLine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of CSV that a script wants, as JSON. Not thread-safe. */
final class CsvParser {

  private final CsvReader reader;
  private final long to;
  private final @Nullable List<String> header;
  private long line;

  /**
   * @param from the first record that is wanted, counted from 0
   * @param to the last one; 0 for all
   * @param asObjects whether the first record names the members of all others
   * @throws IllegalArgumentException if there are not as many records, or what is wanted does not
   *     fit together
   */
  CsvParser(CsvReader reader, boolean skipsFirst, long from, long to, boolean asObjects) {
    check(from >= 0, "the 'fromLine' option must be greater than or equal to 0; got " + from);
    check(to >= 0, "the 'toLine' option must be greater than or equal to 0; got " + to);
    check(
        !asObjects || !skipsFirst,
        "the 'header' option cannot be enabled when 'skipFirstLine' is true");
    check(
        !asObjects || from == 0,
        "the 'header' option cannot be enabled when 'fromLine' is set to a value greater than 0");
    this.reader = reader;
    this.to = to;
    header = asObjects ? List.copyOf(first("read the first line")) : null;
    if (skipsFirst && from == 0) first("skip the first line");
    while (line < from) first("skip lines until line " + from);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) throw failed(otherwise);
  }

  private static IllegalArgumentException failed(String why) {
    return new IllegalArgumentException("failed to create a new parser; reason: " + why);
  }

  private List<String> first(String toDo) {
    List<String> record;
    try {
      record = reader.next();
    } catch (IllegalArgumentException e) {
      throw failed("failed to " + toDo + "; reason: " + e.getMessage());
    }
    if (record == null) throw failed("failed to " + toDo + "; reason: EOF");
    line++;
    return record;
  }

  /**
   * The next record: an array of texts, or an object of them; null behind the last.
   *
   * @throws IllegalArgumentException if it is none; the one behind it can be read nevertheless
   */
  @Nullable String next() {
    if (to > 0 && line > to) return null;
    List<String> record;
    try {
      record = reader.next();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("failed to read record; reason: " + e.getMessage(), e);
    }
    if (record == null) return null;
    line++;
    return header == null ? JsonLine.of(record) : JsonLine.of(named(header, record));
  }

  /** In the order of names, as k6 has it. */
  private static Map<String, String> named(List<String> header, List<String> record) {
    Map<String, String> named = new TreeMap<>();
    for (int i = 0; i < header.size(); i++) named.put(header.get(i), record.get(i));
    return named;
  }
}
