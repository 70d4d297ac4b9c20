package io.tidegate.store.postgres;

import io.tidegate.store.log.LogRefusedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes the tables, and brings older ones up to date; any number of instances at the same time. */
final class Migrations {
  static final String SCHEMA = "tidegate";

  /** Two that make the schema at the same moment may fail on each other, once. */
  private static final int TRIES = 5;

  private static final long PAUSE_MS = 200;

  /** For an answer; a migration of a large table may take long. */
  private static final int ANSWER_SECONDS = 600;

  private static final String TABLES_NOT_LOGGED =
      """
      SELECT string_agg(c.relname, ', ') FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'tidegate' AND c.relkind IN ('r', 'p') AND c.relpersistence <> 'p'
      """;

  private Migrations() {}

  /**
   * @throws IOException if that cannot be done, with the reason
   */
  static void run(PgServer server) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Flyway.configure()
            .dataSource(source(server))
            .loggers("slf4j")
            .schemas(SCHEMA)
            .locations("classpath:io/tidegate/store/postgres/migrations")
            .load()
            .migrate();
        return;
      } catch (FlywayException e) {
        if (attempt == TRIES)
          throw new IOException(
              server.address().name() + ": its tables cannot be made: " + e.getMessage(), e);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS * attempt));
      }
    }
  }

  /** Refuses tables that a crash of the server would empty. */
  static void refuseUnlogged(PgServer server, Connection connection)
      throws SQLException, LogRefusedException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(TABLES_NOT_LOGGED)) {
      row.next();
      String names = row.getString(1);
      if (names != null)
        throw server.refused("these tables are UNLOGGED, and a crash empties them: " + names);
    }
  }

  private static DataSource source(PgServer server) {
    Properties properties = server.address().properties(PgServer.CONNECT_SECONDS);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.address().jdbcUrl());
    properties.forEach((name, value) -> {
      try {
        source.setProperty((String) name, (String) value);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
    source.setSocketTimeout(ANSWER_SECONDS);
    if (server.pooled()) source.setPrepareThreshold(0);
    return source;
  }
}
