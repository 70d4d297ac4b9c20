package io.tidegate.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Tables as CSV (RFC 4180): UTF-8, a line with the names of the columns, CRLF behind each line,
 * nothing for NULL, times in ISO 8601, UTC.
 *
 * <p>A spreadsheet takes a cell that begins with one of {@code = + - @} for a formula, and anybody
 * may have made such a text. Before these (and a tab or carriage return, behind which it looks
 * further) a text gets an apostrophe, which makes it a text there too. Numbers stay as they are.
 */
final class CsvFiles {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private CsvFiles() {}

  /** Writes all tables into a folder, and makes them durable. */
  static void write(Database database, Path folder) throws SQLException, IOException {
    for (String table : database.tables()) {
      Path file = folder.resolve(table + ".csv");
      write(database, table, file);
      Workplace.force(file);
    }
    Workplace.force(folder);
  }

  private static void write(Database database, String table, Path file)
      throws SQLException, IOException {
    // The first columns are the key, in which the rows stand anyway.
    String sql = "SELECT * FROM " + table + " ORDER BY 1, 2";
    try (Statement statement = database.read();
        ResultSet rows = statement.executeQuery(sql);
        BufferedWriter out = Files.newBufferedWriter(file)) {
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

  private static void text(String text, BufferedWriter out) throws IOException {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    out.write(quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe);
  }
}
