package io.tidegate.engine.room;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * How a room stands: what everybody may know.
 *
 * @param asOfMs as of when, epoch ms of the room
 * @param ageMs how long ago the port heard that, ms; grows while it hears nothing
 * @param epoch passes of another epoch are not valid any more
 * @param settings name, state, rate, how many inside at most, how long calls and visits last
 * @param people called per interval now at most: what the settings say, or what was measured if
 *     less
 * @param opensAtMs when it draws, epoch ms; 0 for a room without an opening time
 * @param lastNumber the highest number given out
 * @param calledUpTo the highest turn called
 * @param units units of the sales behind it that are not over; 0 if it is not about units
 * @param unitsLeft of those, the ones not issued
 * @param unitsAvailable of those, the ones not held
 * @param reason why it calls nobody, or calls people who will find nothing to take; null for none
 * @param commitment of its draw, in hexadecimal, until it is drawn; null for none
 */
public record RoomStatus(
    long asOfMs,
    long ageMs,
    long room,
    int epoch,
    RoomSettings settings,
    int people,
    long opensAtMs,
    long lastNumber,
    long calledUpTo,
    int waiting,
    int called,
    int inside,
    long units,
    long unitsLeft,
    long unitsAvailable,
    @Nullable WaitReason reason,
    @Nullable String commitment) {

  /** The same, heard of so much longer ago. */
  public RoomStatus aged(long byMs) {
    return new RoomStatus(
        asOfMs,
        ageMs + byMs,
        room,
        epoch,
        settings,
        people,
        opensAtMs,
        lastNumber,
        calledUpTo,
        waiting,
        called,
        inside,
        units,
        unitsLeft,
        unitsAvailable,
        reason,
        commitment);
  }

  /** What decides how many people it calls now. */
  public RoomBound bound() {
    return switch (settings.state()) {
      case IDLE, GATHERING, DRAWING -> RoomBound.NOT_OPEN;
      case PAUSED, CLOSED, QUARANTINED -> RoomBound.PAUSED;
      case OPEN -> ofOpen();
    };
  }

  private RoomBound ofOpen() {
    if (hasNothingLeft()) return RoomBound.STOCK;
    if (called + inside >= settings.insideMax()) return RoomBound.SPACE;
    return people < settings.people() ? RoomBound.MEASURED : RoomBound.RATE;
  }

  private boolean hasNothingLeft() {
    return reason == WaitReason.SOLD_OUT
        || reason == WaitReason.SALE_OVER
        || reason == WaitReason.SALE_STOPPED;
  }
}
