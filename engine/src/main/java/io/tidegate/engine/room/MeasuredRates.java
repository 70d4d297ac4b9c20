package io.tidegate.engine.room;

import io.tidegate.core.Command.MeasureRate;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.view.RoomView;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes bounds of rooms out of rates that are measured all the time: only those that change how
 * many people are called and move the bound by a tenth, and at most one a room every 5 s. Any
 * thread.
 */
final class MeasuredRates {

  private static final double MOVE = 0.1;
  private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(5);
  private static final int PEOPLE_MOST = 1_000_000;

  private final Map<Long, Long> changedNs = new HashMap<>();

  /** The bound that a measured rate makes for a room, null if it stays as it is. */
  synchronized @Nullable MeasureRate change(RoomView room, double peoplePerSecond, long nowNs) {
    RoomSettings settings = room.settings();
    if (settings.state() == RoomState.QUARANTINED) return null;
    double measured = peoplePerSecond * settings.intervalMs() / 1_000;
    int people = Math.clamp((long) measured, 1, PEOPLE_MOST);
    if (Math.min(people, settings.people()) == room.people()) return null;
    int before = room.measured() == 0 ? settings.people() : room.measured();
    if (Math.abs(measured - before) < MOVE * before) return null;
    Long lastNs = changedNs.get(room.room());
    if (lastNs != null && nowNs - lastNs < EVERY_NS) return null;
    changedNs.values().removeIf(ns -> nowNs - ns >= EVERY_NS);
    changedNs.put(room.room(), nowNs);
    return new MeasureRate(room.room(), people);
  }
}
