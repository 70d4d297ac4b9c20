package io.tidegate.app.gate;

import io.tidegate.gate.room.RoomDoor;
import java.time.Duration;

/** The rooms of a gate, wherever they are. */
public interface RoomAccess {

  /** What the gate needs of them. */
  RoomDoor door();

  /**
   * Ends it, after the gate.
   *
   * @return false if that took longer than the bound
   */
  boolean stop(Duration bound) throws InterruptedException;
}
