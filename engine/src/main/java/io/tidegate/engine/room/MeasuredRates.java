package io.tidegate.engine.room;

import io.tidegate.core.Command.UpdateRoom;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.view.RoomView;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes changes of rooms out of rates that are measured all the time: only those that move a rate
 * by a tenth, and at most one a room every 5 s. Any thread.
 */
final class MeasuredRates {

  private static final double MOVE = 0.1;
  private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(5);
  private static final int PEOPLE_MOST = 1_000_000;

  private final Map<Long, Long> changedNs = new HashMap<>();

  /** The change that a measured rate makes of a room, null for none. */
  synchronized @Nullable UpdateRoom change(RoomView room, double peoplePerSecond, long nowNs) {
    RoomSettings settings = room.settings();
    if (settings.state() == RoomState.QUARANTINED) return null;
    double measured = peoplePerSecond * settings.intervalMs() / 1_000;
    int people = Math.clamp((long) measured, 1, PEOPLE_MOST);
    if (people == settings.people()) return null;
    if (Math.abs(measured - settings.people()) < MOVE * settings.people()) return null;
    Long lastNs = changedNs.get(room.room());
    if (lastNs != null && nowNs - lastNs < EVERY_NS) return null;
    changedNs.values().removeIf(ns -> nowNs - ns >= EVERY_NS);
    changedNs.put(room.room(), nowNs);
    return new UpdateRoom(room.room(), null, people, null, null, null, null);
  }
}
