package io.tidegate.cluster.rooms;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.room.RoomStatus;

/** What a gate was told of a room, apart from as of when. */
final class RoomTold {

  /** Of a room that nothing was told of: as no room is. */
  static final RoomStatus NOTHING =
      new RoomStatus(
          0,
          0,
          0,
          0,
          new RoomSettings("", RoomState.IDLE, 0, 0, 0, 0, 0),
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          null,
          null);

  private RoomTold() {}

  /** The same as of another time. */
  static RoomStatus at(RoomStatus s, long asOfMs, long ageMs) {
    return new RoomStatus(
        asOfMs,
        ageMs,
        s.room(),
        s.epoch(),
        s.settings(),
        s.people(),
        s.opensAtMs(),
        s.lastNumber(),
        s.calledUpTo(),
        s.waiting(),
        s.called(),
        s.inside(),
        s.units(),
        s.unitsLeft(),
        s.unitsAvailable(),
        s.reason(),
        s.commitment());
  }

  /** Whether nothing differs but as of when. */
  static boolean isSame(RoomStatus one, RoomStatus other) {
    return at(one, 0, 0).equals(at(other, 0, 0));
  }
}
