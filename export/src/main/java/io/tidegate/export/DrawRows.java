package io.tidegate.export;

import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.Draw;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of draws, and the turns that they gave. A secret is left out until its draw is done:
 * somebody who knew it earlier could steer the draw by joining or leaving.
 */
final class DrawRows {

  private final Database database;
  private final UpdateStatement planned;
  private final UpdateStatement moved;
  private final UpdateStatement closed;
  private final UpdateStatement drawn;
  private final UpdateStatement opened;
  private final UpdateStatement turn;
  private final Map<Long, Draw> draws = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();

  DrawRows(Database database) throws SQLException {
    this.database = database;
    planned =
        database.write(
            """
            INSERT INTO draws (room_id, version, state, gathers_at, opens_at, first_opens_at, moves, beacon, commitment)
            VALUES (?, ?, 'planned', ?, ?, ?, 0, ?, ?)\
            """);
    moved =
        database.write(
            "UPDATE draws SET gathers_at = ?, opens_at = ?, moves = ? WHERE room_id = ?");
    closed =
        database.write(
            "UPDATE draws SET state = 'closed', closed_at = ?, size = ?, digest = ? WHERE room_id = ?");
    drawn =
        database.write(
            """
            UPDATE draws SET state = 'drawn', drawn_at = ?, beacon_value = ?, secret = ? WHERE room_id = ?\
            """);
    opened = database.write("UPDATE rooms SET state = ? WHERE id = ? AND state <> 'closed'");
    turn = database.write("UPDATE tickets SET turn = ? WHERE room_id = ? AND number = ?");
  }

  /** A room was made, which may draw. */
  void created(long room, String name) {
    names.put(room, name);
  }

  void planned(DrawPlanned e, long hourMs) throws SQLException {
    @Nullable Draw before = draws.get(e.room());
    if (before != null) {
      Draw draw = before.moved(hourMs, e.gathersAtMs(), e.opensAtMs());
      draws.put(e.room(), draw);
      moved.run(e.gathersAtMs(), e.opensAtMs(), draw.moves().size(), e.room());
      return;
    }
    Draw draw = Draw.plan(e.commits(), e.gathersAtMs(), e.opensAtMs(), e.beacon(), e.secret());
    draws.put(e.room(), draw);
    String name = Objects.requireNonNull(names.get(e.room()), "the room has no name");
    planned.run(
        e.room(),
        e.commits().version(),
        e.gathersAtMs(),
        e.opensAtMs(),
        e.opensAtMs(),
        SqlValues.orNone(e.beacon()),
        draw.commitment(e.room(), name).hex());
  }

  void closed(CohortClosed e, long hourMs) throws SQLException {
    long[] waiting =
        database.numbers(
            "SELECT number FROM tickets WHERE room_id = ? AND state = 'waiting' ORDER BY number",
            e.room());
    draws.put(e.room(), draw(e.room()).close(hourMs, Cohort.of(waiting), e.digest()));
    closed.run(hourMs, e.size(), e.digest().hex(), e.room());
    opened.run("drawing", e.room());
  }

  void drawn(Drawn e, long hourMs) throws SQLException {
    Draw draw = draw(e.room()).draw(hourMs, e.beaconValue());
    draws.remove(e.room());
    long drawnMs = Objects.requireNonNull(draw.drawn()).atMs();
    drawn.run(drawnMs, SqlValues.orNone(e.beaconValue()), draw.secret().hex(), e.room());
    opened.run("open", e.room());
    long[] numbers = Objects.requireNonNull(draw.closed()).cohort().numbers();
    int[] order = draw.order();
    for (int i = 0; i < order.length; i++) turn.run(numbers[i], e.room(), numbers[order[i]]);
  }

  private Draw draw(long room) {
    @Nullable Draw draw = draws.get(room);
    return Objects.requireNonNull(draw, "the room has no draw");
  }
}
