package io.tidegate.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a commit means with the server's present setting of replication, in words. */
final class PgPromise {
  private static final String SETTINGS =
      "SELECT current_setting('synchronous_standby_names'), current_setting('synchronous_commit')";

  private PgPromise() {}

  static String of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SETTINGS)) {
      row.next();
      return words(row.getString(1).strip(), row.getString(2));
    }
  }

  static String words(String standbys, String commit) {
    if (standbys.isEmpty())
      return "what is answered is on the disk of one database server (synchronous_standby_names is"
          + " empty): if that disk is lost, or a replica takes over, the last records may be"
          + " missing until an instance that has them puts them back";
    String where = commit.equals("remote_apply") ? "applied by" : "on the disk of";
    return "what is answered is on the database server's disk and "
        + where
        + " its synchronous standbys ("
        + standbys
        + "): one of them can take over without losing an answer, as long as nobody takes a name"
        + " off that list";
  }
}
