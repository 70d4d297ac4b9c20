package io.tidegate.api.reply;

import io.tidegate.core.room.WaitReason;
import io.tidegate.http.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The words of reasons, as clients are told them. Pure. */
public final class Reasons {

  private Reasons() {}

  /** Writes the member {@code reason} if there is one. */
  public static void write(JsonWriter json, @Nullable WaitReason reason) {
    if (reason != null) json.member("reason", word(reason));
  }

  /** The word for a reason. */
  public static String word(WaitReason reason) {
    return switch (reason) {
      case NOT_OPEN_YET -> "not-open-yet";
      case DRAW_PENDING -> "draw-pending";
      case ROOM_PAUSED -> "room-paused";
      case ROOM_CLOSED -> "room-closed";
      case ROOM_QUARANTINED -> "room-quarantined";
      case SALE_STOPPED -> "sale-stopped";
      case SOLD_OUT -> "sold-out";
      case SALE_OVER -> "sale-over";
      case SALE_PAUSED -> "sale-paused";
      case SALE_NOT_OPEN -> "sale-not-open";
      case ALL_HELD -> "all-held";
    };
  }
}
