package io.tidegate.store.postgres;

import io.tidegate.store.log.LogRefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * Makes connections, and checks each before it is used: that it leads to a primary, to the database
 * in which the log was found at first, and that a commit means there what it must. Thread-safe.
 */
final class PgServer {
  /** For a connection, and for each answer until it is checked. */
  static final int CONNECT_SECONDS = 2;

  private static final int VERSION_LEAST = 130_000;

  // A role or a database may have other defaults. What is not known to the server is left out.
  private static final String SETTINGS =
      """
      SELECT set_config(wanted.name, wanted.value, false)
      FROM (VALUES
        ('synchronous_commit',
          CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END),
        ('client_min_messages', 'warning'),
        ('statement_timeout', '0'),
        ('transaction_timeout', '0'),
        ('lock_timeout', '0'),
        ('idle_session_timeout', '0'),
        ('default_transaction_isolation', 'read committed'),
        ('default_transaction_read_only', 'off')) AS wanted (name, value)
      JOIN pg_settings USING (name)
      """;

  private static final String CHECK =
      """
      SELECT pg_backend_pid(), pg_is_in_recovery(), current_setting('server_version_num')::int,
        current_setting('fsync'), current_setting('full_page_writes'),
        coalesce(current_setting('data_sync_retry', true), 'off'),
        current_setting('synchronous_commit'), current_setting('client_min_messages'),
        (SELECT system_identifier::text FROM pg_control_system())
      """;

  private final PgAddress address;
  private @Nullable String systemIdentifier;
  private volatile boolean pooled;

  PgServer(PgAddress address) {
    this.address = address;
  }

  PgAddress address() {
    return address;
  }

  /** Whether a pooler stands between: what is set on a connection may not hold there. */
  boolean pooled() {
    return pooled;
  }

  /**
   * A checked connection in autocommit.
   *
   * @param answerMs for each answer from now on
   * @throws LogRefusedException if the server is not one to be used
   */
  Connection connect(int answerMs) throws SQLException, LogRefusedException {
    Connection connection = connected();
    try {
      check(connection);
      if (pooled) connection.unwrap(PGConnection.class).setPrepareThreshold(0);
      connection.setNetworkTimeout(Runnable::run, answerMs);
      return connection;
    } catch (SQLException | LogRefusedException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private Connection connected() throws SQLException, LogRefusedException {
    Properties properties = address.properties(CONNECT_SECONDS);
    try {
      Connection connection = new Driver().connect(address.jdbcUrl(), properties);
      if (connection == null) throw new SQLException("the driver does not know the URL");
      return connection;
    } catch (SQLException e) {
      // The driver's words for hosts that answered, and none of which is a primary.
      if (String.valueOf(e.getMessage()).contains("specified targetServerType"))
        throw new SQLException(
            "no primary among " + address.hosts() + ": a replica cannot take records", "25006", e);
      throw e;
    }
  }

  private void check(Connection connection) throws SQLException, LogRefusedException {
    int told = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
        pid.next();
        // A pooler tells its clients numbers of its own.
        pooled = pid.getInt(1) != told;
      }
      if (!pooled) statement.execute(SETTINGS);
    }
    try (PreparedStatement statement = connection.prepareStatement(CHECK);
        ResultSet row = statement.executeQuery()) {
      row.next();
      if (row.getBoolean(2))
        throw new SQLException(address.name() + " is a replica: it cannot take records", "25006");
      if (row.getInt(3) < VERSION_LEAST)
        throw refused("PostgreSQL 13 or newer is needed, and this is " + row.getInt(3));
      refuse(row, 4, "fsync", "on", "a crash of the machine can lose what was confirmed");
      refuse(row, 5, "full_page_writes", "on", "a crash of the machine can tear pages");
      refuse(row, 6, "data_sync_retry", "off", "a failed write to the disk can go unnoticed");
      checkCommit(row.getString(7), row.getString(8));
      remember(row.getString(9));
    }
  }

  private void refuse(ResultSet row, int column, String setting, String wanted, String why)
      throws SQLException, LogRefusedException {
    String is = row.getString(column);
    if (!wanted.equals(is)) throw refused("it has " + setting + "=" + is + ": " + why);
  }

  private void checkCommit(String synchronous, String messages) throws LogRefusedException {
    if (!synchronous.equals("on") && !synchronous.equals("remote_apply"))
      throw refused(
          "a pooler stands between, so synchronous_commit=%s cannot be changed for our connections: ALTER ROLE … SET synchronous_commit = on, or connect without the pooler"
              .formatted(synchronous));
    if (messages.equals("error"))
      throw refused(
          "a pooler stands between, so client_min_messages=error cannot be changed for our connections, and it hides when a commit did not reach the standby: ALTER ROLE … SET client_min_messages = warning");
  }

  private synchronized void remember(@Nullable String identifier) throws LogRefusedException {
    if (systemIdentifier == null) systemIdentifier = identifier;
    if (systemIdentifier != null && !systemIdentifier.equals(identifier))
      throw refused(
          "another database server answers there now: its system identifier is %s, and the log was opened on %s"
              .formatted(identifier, systemIdentifier));
  }

  LogRefusedException refused(String why) {
    return new LogRefusedException(address.name() + " cannot keep the log: " + why);
  }

  static void close(Connection connection) {
    try {
      // Not `close`, which says goodbye and may wait for a server that is gone.
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException _) {
      // It is not used again.
    }
  }
}
