package io.tidegate.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidegate.store.home.HomeSnapshots;
import io.tidegate.store.home.Members;
import io.tidegate.store.home.SharedHome;
import io.tidegate.store.journal.Founding;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogRefusedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A database of PostgreSQL as the home of a log. Opening it makes what is missing (the schema
 * {@code tidegate}, its tables, the realm), and refuses a server whose settings break what is
 * promised.
 *
 * <p>Appends, signs and each reader have connections of their own; members and snapshots share a
 * pool of two.
 */
public final class PgHome implements SharedHome {
  private static final int OPEN_ANSWER_MS = 10_000;
  private static final int POOL = 2;
  private static final int POOL_WAIT_MS = 2_000;
  private static final int POOL_ANSWER_SECONDS = 10;

  private final PgServer server;
  private final String promise;
  private final PgLog log;
  private final HikariDataSource pool;
  private final PgMembers members;
  private final PgSnapshots snapshots;

  private PgHome(PgServer server, PgRealm realm, String promise) {
    this.server = server;
    this.promise = promise;
    this.log = new PgLog(server, realm);
    this.pool = pool(server);
    this.members = new PgMembers(server, pool, realm);
    this.snapshots = new PgSnapshots(server, pool, realm);
  }

  /** Whether that URL names a home of this kind. */
  public static boolean isOne(String url) {
    return PgAddress.isOne(url);
  }

  /**
   * Opens the home of that URL, {@code postgres://user@host:port/database?realm=NAME}; several
   * hosts have commas between them, and the one that is the primary is taken. The password stands
   * in the URL, in {@code PGPASSWORD} or in {@code ~/.pgpass}.
   *
   * @throws IllegalArgumentException if it is no such URL
   * @throws LogRefusedException if the server must not be used as it is; the message says why
   * @throws IOException if it cannot be asked now
   */
  public static PgHome open(String url) throws IOException {
    return open(url, null);
  }

  /**
   * The same for a log that exists elsewhere and is to be copied here.
   *
   * @param identity of that log; a realm that is another log is refused
   */
  public static PgHome open(String url, @Nullable LogIdentity identity) throws IOException {
    PgServer server = new PgServer(PgAddress.parse(url, System.getenv()));
    LogIdentity founding = identity == null ? Founding.found() : identity;
    if (founding.founding() == null)
      throw new IllegalArgumentException("a log without founding bytes cannot come here");
    String promise;
    PgRealm realm;
    try (Line line = new Line(server, OPEN_ANSWER_MS)) {
      promise = line.ask(PgPromise::of);
      Migrations.run(server);
      realm =
          line.ask(connection -> {
            Migrations.refuseUnlogged(server, connection);
            return realm(server, connection, founding);
          });
    }
    if (identity != null && !identity.equals(realm.identity()))
      throw server.refused(
          "its log is " + realm.identity() + ", and " + identity + " was to come here");
    return new PgHome(server, realm, promise);
  }

  /** Finds the realm, or makes it; of several who make it at once, one does. */
  private static PgRealm realm(PgServer server, Connection connection, LogIdentity founding)
      throws SQLException, LogRefusedException {
    String name = server.address().realm();
    PgRealm there = find(server, connection, name);
    if (there != null) return there;
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            WITH made AS (
              INSERT INTO tidegate.realm (name, founding, first_chain) VALUES (?, ?, ?)
              ON CONFLICT DO NOTHING RETURNING id)
            INSERT INTO tidegate.life (realm) SELECT id FROM made
            """)) {
      insert.setString(1, name);
      insert.setBytes(2, founding.founding());
      insert.setBytes(3, founding.firstChain());
      insert.executeUpdate();
    }
    PgRealm made = find(server, connection, name);
    if (made == null) throw server.refused("the realm " + name + " was made and is not there");
    return made;
  }

  private static @Nullable PgRealm find(PgServer server, Connection connection, String name)
      throws SQLException, LogRefusedException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, founding, first_chain FROM tidegate.realm WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) return null;
        LogIdentity identity = Founding.read(row.getBytes(2));
        if (identity == null || !Arrays.equals(identity.firstChain(), row.getBytes(3)))
          throw server.refused("the founding bytes of its realm are damaged, or newer");
        return new PgRealm(row.getInt(1), identity);
      }
    }
  }

  private static HikariDataSource pool(PgServer server) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgres-" + server.address().realm());
    config.setJdbcUrl(server.address().jdbcUrl());
    config.setDataSourceProperties(server.address().properties(PgServer.CONNECT_SECONDS));
    config.addDataSourceProperty("socketTimeout", Integer.toString(POOL_ANSWER_SECONDS));
    if (server.pooled()) config.addDataSourceProperty("prepareThreshold", "0");
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(POOL_WAIT_MS);
    config.setValidationTimeout(1_000);
    // It was asked just now; a pool that cannot connect tells whoever asks it.
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @Override
  public String name() {
    return server.address().name();
  }

  /** What a commit means with the server's setting of replication when this was opened. */
  public String promise() {
    return promise;
  }

  @Override
  public Log log() {
    return log;
  }

  @Override
  public Members members() {
    return members;
  }

  @Override
  public HomeSnapshots snapshots() {
    return snapshots;
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }
}
