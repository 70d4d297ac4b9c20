package io.tidegate.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.sqlite.SQLiteConfig;

/** An SQLite file that no other process has open. One thread. */
final class Database implements Closeable {

  private static final int CACHE_KIB = 64 << 10;

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /**
   * A new one, without a rollback journal: a file that is not finished is thrown away, and made
   * durable as a whole once it is.
   */
  static Database make(Path file) throws SQLException {
    Database made = open(file);
    made.connection.setAutoCommit(false);
    return made;
  }

  /** One that is there. */
  static Database open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    config.setCacheSize(-CACHE_KIB);
    // Or the driver asks for a key behind every insert, which takes as long as the insert.
    config.setGetGeneratedKeys(false);
    // As a URI, since the driver takes a path with a question mark for one with parameters.
    String uri = file.toUri().toString();
    return new Database(config.createConnection("jdbc:sqlite:" + uri));
  }

  /** Runs the statements of a resource beside this class. */
  void script(String resource) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      for (String one : text(resource).split(";\n", -1)) {
        if (!one.isBlank()) statement.execute(one);
      }
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = Database.class.getResourceAsStream(resource)) {
      if (in == null) throw new IOException(resource + " is missing from the program");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  UpdateStatement write(String sql) throws SQLException {
    return new UpdateStatement(connection.prepareStatement(sql));
  }

  /** A statement to read with. */
  Statement read() throws SQLException {
    return connection.createStatement();
  }

  /** The numbers that a query gives for a number. */
  long[] numbers(String sql, long value) throws SQLException {
    LongStream.Builder found = LongStream.builder();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, value);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) found.add(rows.getLong(1));
      }
    }
    return found.build().toArray();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** The tables, in the order in which they were made. */
  List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    String sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            + " ORDER BY rowid";
    try (Statement statement = read();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) tables.add(rows.getString(1));
    }
    return tables;
  }

  /** How many rows each table has. */
  Map<String, Long> rows() throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String table : tables()) {
      try (Statement statement = read();
          ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
        counts.put(table, count.getLong(1));
      }
    }
    return counts;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
