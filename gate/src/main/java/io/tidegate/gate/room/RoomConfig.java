package io.tidegate.gate.room;

import static io.tidegate.gate.bounds.Bounds.within;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.room.RoomStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The waiting room of a route.
 *
 * @param name of the room, 1 to 64 characters
 * @param when it stands before the route
 * @param line what holds if the room is made by the gate: one that is there keeps its own
 * @param opensAt when it opens, with a draw among those who came before, likewise; null for a room
 *     that is open from the beginning
 * @param measured whether it calls no more than what stands behind takes
 * @param joinsPerMinute from one address, in [1, {@value #JOINS_MOST}]
 * @param boundToAddress whether tickets and passes hold only for clients from the address that got
 *     them; of IPv6, from its /64
 */
public record RoomConfig(
    String name,
    When when,
    Line line,
    @Nullable Instant opensAt,
    Measured measured,
    int joinsPerMinute,
    boolean boundToAddress) {

  /** When a room stands before its routes. */
  public enum When {
    /** Nobody goes on without a pass. */
    ALWAYS,
    /** While the upstream has as many requests as it may, and until the line is empty. */
    FULL
  }

  /**
   * How people are called.
   *
   * @param people called per {@code every}, in [1, {@value #PEOPLE_MOST}]
   * @param every in ms in [{@value #EVERY_MS_LEAST}, {@value #EVERY_MS_MOST}]
   * @param insideMax people inside or called at most, in [1, {@value #INSIDE_MOST}]
   * @param call how long a call waits for an answer, in ms in [{@value #STAY_MS_LEAST}, {@value
   *     #STAY_MS_MOST}]
   * @param visit how long a pass lasts, bounded as {@code call}
   */
  public record Line(int people, Duration every, int insideMax, Duration call, Duration visit) {

    public static final int PEOPLE_MOST = 1_000_000;
    public static final int INSIDE_MOST = 10_000_000;
    public static final int EVERY_MS_LEAST = 100;
    public static final int EVERY_MS_MOST = 3_600_000;
    public static final int STAY_MS_LEAST = 1_000;
    public static final int STAY_MS_MOST = 86_400_000;

    /** 50 a second, 1,000 inside for ten minutes each, two minutes to answer a call. */
    public static final Line DEFAULT =
        new Line(50, Duration.ofSeconds(1), 1_000, Duration.ofMinutes(2), Duration.ofMinutes(10));

    /** Checks the bounds. */
    public Line {
      within("people", people, 1, PEOPLE_MOST);
      within("every-ms", every.toMillis(), EVERY_MS_LEAST, EVERY_MS_MOST);
      within("inside-max", insideMax, 1, INSIDE_MOST);
      within("call-ms", call.toMillis(), STAY_MS_LEAST, STAY_MS_MOST);
      within("visit-ms", visit.toMillis(), STAY_MS_LEAST, STAY_MS_MOST);
    }
  }

  /**
   * Whether the room calls no more people than the upstreams of its routes take, as measured.
   *
   * @param share percent of what an upstream takes that is for this room, in [0, 100]; 0 for the
   *     same for each route of the upstream
   */
  public record Measured(boolean follows, int share) {

    /** It does, and shares with other routes of the upstream alike. */
    public static final Measured DEFAULT = new Measured(true, 0);

    /** Checks the bounds. */
    public Measured {
      within("share", share, 0, 100);
    }
  }

  public static final int JOINS_MOST = 1_000_000;

  /** Always there, and 60 people a minute from one address. */
  public static final RoomConfig DEFAULT =
      new RoomConfig("default", When.ALWAYS, Line.DEFAULT, null, Measured.DEFAULT, 60, false);

  /** Checks the bounds. */
  public RoomConfig {
    within("joins-per-minute", joinsPerMinute, 1, JOINS_MOST);
  }

  /** The same settings for a room of this name. */
  public RoomConfig named(String name) {
    return new RoomConfig(name, when, line, opensAt, measured, joinsPerMinute, boundToAddress);
  }

  /** The same, before its routes at this time. */
  public RoomConfig standing(When when) {
    return new RoomConfig(name, when, line, opensAt, measured, joinsPerMinute, boundToAddress);
  }

  /** The same, with tickets and passes for the address that got them. */
  public RoomConfig bound() {
    return new RoomConfig(name, when, line, opensAt, measured, joinsPerMinute, true);
  }

  /** The same, opening at an hour. */
  public RoomConfig opening(Instant opensAt) {
    return new RoomConfig(name, when, line, opensAt, measured, joinsPerMinute, boundToAddress);
  }

  /** With which the room is made, where it is not there. */
  RoomSettings settings() {
    return new RoomSettings(
        name,
        RoomState.OPEN,
        line.people,
        line.every.toMillis(),
        line.insideMax,
        line.call.toMillis(),
        line.visit.toMillis());
  }

  /**
   * What is otherwise in the room that is there, in words; empty if nothing is, or where nothing
   * but its name was given.
   */
  List<String> differences(RoomStatus room) {
    if (equals(DEFAULT.named(name))) return List.of();
    RoomSettings is = room.settings();
    RoomSettings said = settings();
    List<String> all = new ArrayList<>();
    compare(all, "people", is.people(), said.people());
    compare(all, "every-ms", is.intervalMs(), said.intervalMs());
    compare(all, "inside-max", is.insideMax(), said.insideMax());
    compare(all, "call-ms", is.callMs(), said.callMs());
    compare(all, "visit-ms", is.insideMs(), said.insideMs());
    long opensAtMs = opensAt == null ? 0 : opensAt.toEpochMilli();
    if (opensAtMs != room.opensAtMs() && opensAt != null)
      all.add(
          room.opensAtMs() == 0
              ? "it has no opening, and not at " + opensAt
              : "opens-at is " + Instant.ofEpochMilli(room.opensAtMs()) + " and not " + opensAt);
    return all;
  }

  private static void compare(List<String> all, String key, long is, long said) {
    if (is != said) all.add(key + " is " + is + " and not " + said);
  }
}
