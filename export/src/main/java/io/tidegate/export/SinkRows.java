package io.tidegate.export;

import io.tidegate.core.Event.CursorMoved;
import io.tidegate.core.Event.CursorReset;
import io.tidegate.core.Event.LetterGone;
import io.tidegate.core.Event.LetterKept;
import io.tidegate.core.Event.OfOutbox;
import io.tidegate.core.Event.SinkRemoved;
import io.tidegate.core.Event.SinkSwitched;
import java.sql.SQLException;

/** The rows of sinks and of the letters that are kept for them. */
final class SinkRows {

  private final UpdateStatement moved;
  private final UpdateStatement switched;
  private final UpdateStatement removed;
  private final UpdateStatement kept;
  private final UpdateStatement gone;
  private final UpdateStatement allGone;

  SinkRows(Database database) throws SQLException {
    moved =
        database.write(
            """
            INSERT INTO sinks (name, cursor, state) VALUES (?, ?, 'on')
            ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor\
            """);
    switched = database.write("UPDATE sinks SET state = ?, reason = ? WHERE name = ?");
    removed = database.write("DELETE FROM sinks WHERE name = ?");
    kept =
        database.write(
            """
            INSERT OR REPLACE INTO letters (sink, sequence, position, attempts, status, state, error, tried_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    gone = database.write("DELETE FROM letters WHERE sink = ? AND sequence = ? AND position = ?");
    allGone = database.write("DELETE FROM letters WHERE sink = ?");
  }

  void on(OfOutbox event, long timeMs) throws SQLException {
    switch (event) {
      case CursorMoved e -> moved.run(e.sink(), e.sequence());
      case CursorReset e -> moved.run(e.sink(), e.sequence());
      case LetterKept e -> kept(e, timeMs);
      case LetterGone e -> gone.run(e.sink(), e.sequence(), e.index());
      case SinkSwitched e ->
          switched.run(SqlValues.of(e.state()), SqlValues.orNone(e.reason()), e.sink());
      case SinkRemoved e -> {
        allGone.run(e.sink());
        removed.run(e.sink());
      }
    }
  }

  private void kept(LetterKept e, long timeMs) throws SQLException {
    Long status = SqlValues.orNone(e.status());
    String state = SqlValues.of(e.state());
    String error = SqlValues.orNone(e.error());
    kept.run(e.sink(), e.sequence(), e.index(), e.attempts(), status, state, error, timeMs);
  }
}
