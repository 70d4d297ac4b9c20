package io.tidegate.api.reply;

import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.SaleState;

/** The words of states, as clients are told them. Pure. */
public final class States {

  private States() {}

  /** The word for the state of a sale. */
  public static String word(SaleState state) {
    return switch (state) {
      case PLANNED -> "planned";
      case OPEN -> "open";
      case PAUSED -> "paused";
      case CLOSED -> "closed";
      case STOPPED -> "stopped";
    };
  }

  /** The word for the state of a room. */
  public static String word(RoomState state) {
    return switch (state) {
      case IDLE -> "idle";
      case GATHERING -> "gathering";
      case OPEN -> "open";
      case PAUSED -> "paused";
      case CLOSED -> "closed";
      case DRAWING -> "drawing";
      case QUARANTINED -> "quarantined";
    };
  }
}
