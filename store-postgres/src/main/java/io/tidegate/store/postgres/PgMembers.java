package io.tidegate.store.postgres;

import io.tidegate.store.home.Member;
import io.tidegate.store.home.Members;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The table of who is here. */
final class PgMembers implements Members {
  /** Who has said nothing for so long is deleted by whoever leaves. */
  private static final int KEPT_SECONDS = 3_600;

  private static final String BEAT =
      """
      INSERT INTO tidegate.member
        (realm, instance, name, address, http, role, version, sequence, seen_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())
      ON CONFLICT (realm, instance) DO UPDATE SET
        name = excluded.name, address = excluded.address, http = excluded.http,
        role = excluded.role, version = excluded.version, sequence = excluded.sequence,
        seen_at = excluded.seen_at
      """;

  private static final String LISTED =
      """
      SELECT instance, name, address, http, role, version, sequence,
        greatest(0, (extract(epoch FROM clock_timestamp() - seen_at) * 1000)::bigint)
      FROM tidegate.member
      WHERE realm = ? AND seen_at > clock_timestamp() - ? * interval '1 millisecond'
      ORDER BY instance
      """;

  private static final String LEAVE =
      """
      DELETE FROM tidegate.member WHERE realm = ?
        AND (instance = ? OR seen_at < clock_timestamp() - ? * interval '1 second')
      """;

  private final PgServer server;
  private final DataSource pool;
  private final PgRealm realm;

  PgMembers(PgServer server, DataSource pool, PgRealm realm) {
    this.server = server;
    this.pool = pool;
    this.realm = realm;
  }

  @Override
  public List<Member> beat(Member self) throws IOException {
    try (Connection connection = pool.getConnection()) {
      try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
        statement.setInt(1, realm.id());
        statement.setObject(2, self.instance());
        statement.setString(3, self.name());
        statement.setString(4, self.address());
        statement.setString(5, self.http());
        statement.setString(6, self.role());
        statement.setString(7, self.version());
        statement.setLong(8, self.sequence());
        statement.executeUpdate();
      }
      return listed(connection);
    } catch (SQLException e) {
      throw Line.failed(server, e);
    }
  }

  @Override
  public List<Member> listed() throws IOException {
    try (Connection connection = pool.getConnection()) {
      return listed(connection);
    } catch (SQLException e) {
      throw Line.failed(server, e);
    }
  }

  private List<Member> listed(Connection connection) throws SQLException {
    List<Member> members = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LISTED)) {
      statement.setInt(1, realm.id());
      statement.setInt(2, LISTED_MS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next())
          members.add(
              new Member(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5),
                  row.getString(6),
                  row.getLong(7),
                  row.getLong(8)));
      }
    }
    return List.copyOf(members);
  }

  @Override
  public void leave(UUID instance) throws IOException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(LEAVE)) {
      statement.setInt(1, realm.id());
      statement.setObject(2, instance);
      statement.setInt(3, KEPT_SECONDS);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw Line.failed(server, e);
    }
  }
}
