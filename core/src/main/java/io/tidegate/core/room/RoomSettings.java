package io.tidegate.core.room;

/**
 * What an organiser sets for a room.
 *
 * @param name unique, 1 to 64 characters
 * @param state its state
 * @param people people called per interval, in [1, 1_000_000]
 * @param intervalMs in [100, 3_600_000]
 * @param insideMax people inside or called at most, in [1, 10_000_000]
 * @param callMs how long a call waits for an answer, in [1_000, 86_400_000]
 * @param insideMs how long a visit may last, in [1_000, 86_400_000]
 */
public record RoomSettings(
    String name,
    RoomState state,
    int people,
    long intervalMs,
    int insideMax,
    long callMs,
    long insideMs) {

  /** The same settings for a room of this name. */
  public RoomSettings named(String newName) {
    return new RoomSettings(newName, state, people, intervalMs, insideMax, callMs, insideMs);
  }

  /** The same settings in another state. */
  public RoomSettings in(RoomState newState) {
    return new RoomSettings(name, newState, people, intervalMs, insideMax, callMs, insideMs);
  }
}
