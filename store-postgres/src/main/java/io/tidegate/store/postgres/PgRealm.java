package io.tidegate.store.postgres;

import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One log of the database.
 *
 * @param id its number in the tables
 * @param identity which log it is
 */
record PgRealm(int id, LogIdentity identity) {
  private static final String END =
      """
      SELECT sequence, at_ms, chain, kind FROM tidegate.record
      WHERE realm = ? ORDER BY sequence DESC LIMIT 1
      """;

  /**
   * Where a log ends.
   *
   * @param kind code of the last record's kind, 0 without one
   */
  record End(LogPosition position, byte kind) {}

  /** Where it ends now. */
  End end(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setInt(1, id);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) return new End(identity.beginning(), (byte) 0);
        String chain = HexFormat.of().formatHex(row.getBytes(3));
        return new End(new LogPosition(row.getLong(1), row.getLong(2), chain), row.getByte(4));
      }
    }
  }

  /** The place behind one of its records; null where there is none. */
  @Nullable LogPosition position(Connection connection, long sequence) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT at_ms, chain FROM tidegate.record WHERE realm = ? AND sequence = ?")) {
      statement.setInt(1, id);
      statement.setLong(2, sequence);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) return null;
        return new LogPosition(sequence, row.getLong(1), HexFormat.of().formatHex(row.getBytes(2)));
      }
    }
  }

  /** The chain value of one of its records; null where there is none. */
  byte @Nullable [] chain(Connection connection, long sequence) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT chain FROM tidegate.record WHERE realm = ? AND sequence = ?")) {
      statement.setInt(1, id);
      statement.setLong(2, sequence);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }
}
