package io.tidegate.export;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks an exported file. */
final class ExportQuery {

  private ExportQuery() {}

  /** The rows of a query, each as its cells with a bar between; null is written so. */
  static List<String> rows(Path file, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) row.add(String.valueOf(found.getObject(i)));
        all.add(String.join("|", row));
      }
    }
    return all;
  }
}
