package io.tidegate.engine.view;

import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * A room as readers see it.
 *
 * @param version sequence of the batch that last changed it
 * @param asOfMs engine time of that batch
 * @param measured the measured bound of people called per interval; 0 for none
 * @param people called per interval at most: what the settings say, or what was measured if less
 * @param calledUpTo the highest turn called
 * @param units units of the sales behind it that are not over
 * @param unitsLeft of those, the ones not issued
 * @param unitsAvailable of those, the ones not held
 * @param reason why it calls nobody, or calls people who will find nothing to take; null for none
 * @param quarantineReason why it is in quarantine, empty while it is not
 * @param draw null for a room without an opening time; do not publish its secret before it is drawn
 */
public record RoomView(
    long version,
    long asOfMs,
    long room,
    int epoch,
    RoomSettings settings,
    int measured,
    int people,
    long lastNumber,
    long calledUpTo,
    int waiting,
    int called,
    int inside,
    long units,
    long unitsLeft,
    long unitsAvailable,
    @Nullable WaitReason reason,
    String quarantineReason,
    @Nullable Draw draw) {}
