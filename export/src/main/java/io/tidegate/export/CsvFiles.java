package io.tidegate.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables as CSV (RFC 4180): UTF-8, a line with the names of the columns, CRLF after each
 * line, an empty cell for NULL, times in ISO 8601, UTC.
 *
 * <p>A spreadsheet takes a cell that begins with one of {@code = + - @} for a formula, and such a
 * text may come from anybody. So such a text gets an apostrophe in front, which makes it a text in
 * a spreadsheet too. The same holds if these signs are written wide or small, or follow characters
 * that cannot be seen (white space, control and format characters), since some programs skip those;
 * and for every text that begins with a tab, a line feed or a carriage return. Numbers stay as they
 * are.
 */
final class CsvFiles {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final char MARK = '\ufeff';

  private CsvFiles() {}

  /**
   * Writes all tables into a folder, and makes them durable.
   *
   * @param bom whether each file begins with a byte order mark, by which a spreadsheet knows UTF-8
   */
  static void write(Database database, Path folder, boolean bom) throws SQLException, IOException {
    for (String table : database.tables()) {
      Path file = folder.resolve(table + ".csv");
      write(database, table, file, bom);
      StagingFolder.force(file);
    }
    StagingFolder.force(folder);
  }

  private static void write(Database database, String table, Path file, boolean bom)
      throws SQLException, IOException {
    // The first columns are the key, in which the rows stand anyway.
    String sql = "SELECT * FROM " + table + " ORDER BY 1, 2";
    try (Statement statement = database.read();
        ResultSet rows = statement.executeQuery(sql);
        BufferedWriter out = Files.newBufferedWriter(StagingFolder.file(file))) {
      if (bom) out.write(MARK);
      boolean[] times = head(rows.getMetaData(), out);
      while (rows.next()) {
        for (int i = 0; i < times.length; i++) {
          if (i > 0) out.write(',');
          cell(rows.getObject(i + 1), times[i], out);
        }
        out.write("\r\n");
      }
    }
  }

  /** Writes the names of the columns; says which of them are times, as their names tell. */
  private static boolean[] head(ResultSetMetaData columns, BufferedWriter out)
      throws SQLException, IOException {
    boolean[] times = new boolean[columns.getColumnCount()];
    for (int i = 0; i < times.length; i++) {
      String name = columns.getColumnName(i + 1);
      times[i] = name.equals("at") || name.endsWith("_at") || name.endsWith("_until");
      out.write(i == 0 ? name : "," + name);
    }
    out.write("\r\n");
    return times;
  }

  private static void cell(@Nullable Object value, boolean time, BufferedWriter out)
      throws IOException {
    switch (value) {
      case null -> {}
      case Number ms when time -> TIME.formatTo(Instant.ofEpochMilli(ms.longValue()), out);
      case Number number -> out.write(number.toString());
      default -> text(value.toString(), out);
    }
  }

  /** Whether a spreadsheet might take it for a formula. */
  private static boolean formula(String text) {
    if (!text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0) return true;
    int at = 0;
    while (at < text.length() && hidden(text.codePointAt(at)))
      at += Character.charCount(text.codePointAt(at));
    if (at == text.length()) return false;
    // Wide and small forms become the plain ones.
    String first = Normalizer.normalize(Character.toString(text.codePointAt(at)), Form.NFKC);
    return "=+-@".indexOf(first.charAt(0)) >= 0;
  }

  private static boolean hidden(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static void text(String text, BufferedWriter out) throws IOException {
    String safe = formula(text) ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    out.write(quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe);
  }
}
