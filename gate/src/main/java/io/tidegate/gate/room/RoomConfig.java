package io.tidegate.gate.room;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.time.Duration;

/**
 * The waiting room of a route. What concerns the line itself holds only if the room is made by the
 * gate: one that is there keeps its own settings.
 *
 * @param name of the room, 1 to 64 characters
 * @param people called per {@code every}, in [1, 1_000_000]
 * @param every in ms in [100, 3_600_000]
 * @param insideMax people inside or called at most, in [1, 10_000_000]
 * @param call how long a call waits for an answer, in ms in [1_000, 86_400_000]
 * @param visit how long a pass lasts, bounded as {@code call}
 * @param joinsPerMinute from one address, in [1, {@value #JOINS_MOST}]
 */
public record RoomConfig(
    String name,
    int people,
    Duration every,
    int insideMax,
    Duration call,
    Duration visit,
    int joinsPerMinute) {

  public static final int PEOPLE_MOST = 1_000_000;
  public static final int INSIDE_MOST = 10_000_000;
  public static final int EVERY_MS_LEAST = 100;
  public static final int EVERY_MS_MOST = 3_600_000;
  public static final int STAY_MS_LEAST = 1_000;
  public static final int STAY_MS_MOST = 86_400_000;
  public static final int JOINS_MOST = 1_000_000;

  /**
   * 50 people a second, at most 1,000 inside for ten minutes each, two minutes to answer a call.
   */
  public static final RoomConfig DEFAULT =
      new RoomConfig(
          "default",
          50,
          Duration.ofSeconds(1),
          1_000,
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          60);

  public RoomConfig {
    within("people", people, 1, PEOPLE_MOST);
    within("every-ms", every.toMillis(), EVERY_MS_LEAST, EVERY_MS_MOST);
    within("inside-max", insideMax, 1, INSIDE_MOST);
    within("call-ms", call.toMillis(), STAY_MS_LEAST, STAY_MS_MOST);
    within("visit-ms", visit.toMillis(), STAY_MS_LEAST, STAY_MS_MOST);
    within("joins-per-minute", joinsPerMinute, 1, JOINS_MOST);
  }

  /** The same settings for a room of this name. */
  public RoomConfig named(String name) {
    return new RoomConfig(name, people, every, insideMax, call, visit, joinsPerMinute);
  }

  /** With which the room is made, where it is not there. */
  RoomSettings settings() {
    return new RoomSettings(
        name,
        RoomState.OPEN,
        people,
        every.toMillis(),
        insideMax,
        call.toMillis(),
        visit.toMillis());
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
  }
}
