package io.tidegate.engine.view;

import io.tidegate.core.room.RoomSettings;

/**
 * A room as readers see it.
 *
 * @param version sequence of the batch that last changed it
 * @param asOfMs engine time of that batch
 * @param calledUpTo the highest number called
 * @param units units of the sales behind it that are not over
 * @param unitsLeft of those, the ones not issued
 */
public record RoomView(
    long version,
    long asOfMs,
    long room,
    int epoch,
    RoomSettings settings,
    long lastNumber,
    long calledUpTo,
    int waiting,
    int called,
    int inside,
    long units,
    long unitsLeft) {}
