package io.tidegate.export;

import io.tidegate.core.Event;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.RateMeasured;
import io.tidegate.core.Event.Renewed;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomQuarantined;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Event.RoomsRetired;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import io.tidegate.core.room.RoomSettings;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of rooms and tickets; {@link DrawRows} writes what a draw does to them. */
final class RoomRows {

  private static final String THE_TICKET = " WHERE room_id = ? AND number = ?";

  private final UpdateStatement created;
  private final UpdateStatement updated;
  private final UpdateStatement measured;
  private final UpdateStatement joined;
  private final UpdateStatement called;
  private final UpdateStatement lapsed;
  private final UpdateStatement returned;
  private final UpdateStatement entered;
  private final UpdateStatement renewed;
  private final UpdateStatement ended;
  private final UpdateStatement epoch;
  private final UpdateStatement quarantined;
  private final UpdateStatement endedByEpoch;
  private final UpdateStatement retired;
  private final UpdateStatement endedByRetirement;
  private final UpdateStatement callsProlonged;
  private final UpdateStatement visitsProlonged;
  private final DrawRows draws;

  /** When each quarantined room was put into quarantine. */
  private final Map<Long, Long> quarantinedMs = new HashMap<>();

  RoomRows(Database database) throws SQLException {
    created =
        database.write(
            """
            INSERT INTO rooms (name, state, people, interval_ms, inside_max, call_ms, inside_ms, id, epoch, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    updated =
        database.write(
            """
            UPDATE rooms SET name = ?, state = ?, reason = NULL, people = ?, measured = NULL, interval_ms = ?, inside_max = ?, call_ms = ?, inside_ms = ?
            WHERE id = ?\
            """);
    measured = database.write("UPDATE rooms SET measured = ? WHERE id = ?");
    joined =
        database.write(
            """
            INSERT INTO tickets (room_id, number, turn, user_id, state, joined_at, epoch, calls, lapses, returns)
            VALUES (?1, ?2, ?2, ?3, 'waiting', ?4, (SELECT epoch FROM rooms WHERE id = ?1), 0, 0, 0)\
            """);
    called =
        database.write(
            """
            UPDATE tickets SET state = 'called', called_until = ?1, calls = calls + 1,
              called_at = coalesce(called_at, ?2), recalled_at = CASE WHEN called_at IS NULL THEN NULL ELSE ?2 END
            WHERE room_id = ?3 AND number = ?4\
            """);
    lapsed = database.write("UPDATE tickets SET state = 'away', lapses = lapses + 1" + THE_TICKET);
    returned =
        database.write(
            "UPDATE tickets SET state = 'returning', returns = returns + 1" + THE_TICKET);
    entered =
        database.write(
            "UPDATE tickets SET state = 'inside', entered_at = ?, inside_until = ?" + THE_TICKET);
    renewed = database.write("UPDATE tickets SET inside_until = ?" + THE_TICKET);
    ended =
        database.write("UPDATE tickets SET state = 'ended', ended_at = ?, cause = ?" + THE_TICKET);
    quarantined = database.write("UPDATE rooms SET state = 'quarantined', reason = ? WHERE id = ?");
    epoch = database.write("UPDATE rooms SET epoch = ? WHERE id = ?");
    retired = database.write("UPDATE rooms SET retired_at = ? WHERE id = ?");
    endedByRetirement =
        database.write(
            "UPDATE tickets SET state = 'ended', ended_at = ?, cause = 'retired' WHERE room_id = ? AND state <> 'ended'");
    endedByEpoch =
        database.write(
            """
            UPDATE tickets SET state = 'ended', ended_at = ?, cause = 'epoch' WHERE room_id = ? AND state <> 'ended'\
            """);
    callsProlonged =
        database.write(
            """
            UPDATE tickets SET called_until = called_until + ? WHERE state = 'called' AND called_until > ?
              AND room_id = coalesce(?, room_id)
              AND room_id NOT IN (SELECT id FROM rooms WHERE state = 'quarantined')\
            """);
    visitsProlonged =
        database.write(
            """
            UPDATE tickets SET inside_until = inside_until + ? WHERE state = 'inside' AND inside_until > ?
              AND room_id = coalesce(?, room_id)
              AND room_id NOT IN (SELECT id FROM rooms WHERE state = 'quarantined')\
            """);
    draws = new DrawRows(database);
  }

  /** Calls and visits that were alive when an outage began last longer; not yet in quarantine. */
  void prolong(Leader leader) throws SQLException {
    prolong(leader.outageMs(), leader.outageFromMs(), null);
  }

  /** Of one room, or of all; never of one that is in quarantine. */
  private void prolong(long byMs, long afterMs, @Nullable Long room) throws SQLException {
    callsProlonged.run(byMs, afterMs, room);
    visitsProlonged.run(byMs, afterMs, room);
  }

  /** People who were called or inside when the quarantine began have the time they had left. */
  private void goOn(long room, long timeMs) throws SQLException {
    Long fromMs = quarantinedMs.remove(room);
    if (fromMs != null) prolong(timeMs - fromMs, fromMs, room);
  }

  void on(Event.OfRoom event, Now time) throws SQLException {
    long timeMs = time.ms();
    switch (event) {
      case RoomCreated(long room, int epoch, RoomSettings s) -> {
        created.run(
            s.name(),
            SqlValues.of(s.state()),
            s.people(),
            s.intervalMs(),
            s.insideMax(),
            s.callMs(),
            s.insideMs(),
            room,
            epoch,
            timeMs);
        draws.created(room, s.name());
      }
      case RoomUpdated(long room, RoomSettings s) -> {
        updated.run(
            s.name(),
            SqlValues.of(s.state()),
            s.people(),
            s.intervalMs(),
            s.insideMax(),
            s.callMs(),
            s.insideMs(),
            room);
        goOn(room, timeMs);
      }
      case RateMeasured e -> measured.run(e.people(), e.room());
      case DrawPlanned e -> draws.planned(e, time.hourMs());
      case CohortClosed e -> draws.closed(e, time.hourMs());
      case Drawn e -> draws.drawn(e, time.hourMs());
      case RoomQuarantined e -> {
        quarantined.run(e.reason(), e.room());
        quarantinedMs.put(e.room(), timeMs);
      }
      case EpochBegan e -> {
        epoch.run(e.epoch(), e.room());
        endedByEpoch.run(timeMs, e.room());
      }
      case RoomsRetired e -> {
        for (long room : e.rooms()) {
          retired.run(timeMs, room);
          endedByRetirement.run(timeMs, room);
        }
      }
      case Joined e -> joined.run(e.room(), e.number(), e.user(), timeMs);
      case Called e -> called.run(e.untilMs(), timeMs, e.room(), e.number());
      case CallLapsed e -> lapsed.run(e.room(), e.number());
      case Returned e -> returned.run(e.room(), e.number());
      case Entered e -> entered.run(timeMs, e.untilMs(), e.room(), e.number());
      case Renewed e -> renewed.run(e.untilMs(), e.room(), e.number());
      case Ended e -> ended.run(timeMs, SqlValues.of(e.cause()), e.room(), e.number());
    }
  }
}
