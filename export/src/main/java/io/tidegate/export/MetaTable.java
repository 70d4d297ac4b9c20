package io.tidegate.export;

import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import java.sql.SQLException;
import java.time.Instant;

/** The table {@code meta}: what was exported, and up to which record. */
final class MetaTable {

  private static final String FORMAT = "1";

  private MetaTable() {}

  static void write(Database database, LogIdentity log, LogPosition end) throws SQLException {
    UpdateStatement row = database.write("INSERT INTO meta (name, value) VALUES (?, ?)");
    row.run("format", FORMAT);
    row.run("folder_id", log.toString());
    row.run("last_sequence", Long.toString(end.sequence()));
    row.run("chain", end.chain());
    row.run("engine_time", Instant.ofEpochMilli(end.timeMs()).toString());
  }
}
