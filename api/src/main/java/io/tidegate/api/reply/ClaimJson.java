package io.tidegate.api.reply;

import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.http.json.JsonWriter;

/** A claim as JSON. Pure. */
final class ClaimJson {

  private ClaimJson() {}

  /** Bytes a claim takes, roughly. */
  static final int BYTES = 256;

  static JsonWriter write(JsonWriter json, ClaimInfo claim) {
    json.beginObject().member("claimId", claim.claim()).member("offerId", claim.offer());
    json.member("userId", claim.user()).member("quantity", claim.quantity());
    json.member("amount", claim.amount()).member("state", word(claim.state()));
    json.timeMember("createdAt", claim.createdMs());
    boolean held = claim.state() == ClaimState.HELD || claim.state() == ClaimState.LAPSED;
    if (held) json.timeMember("heldUntil", claim.untilMs());
    if (claim.schedule() == 0) return json.endObject();
    json.member("concertId", claim.concert()).member("scheduleId", claim.schedule());
    return json.member("seatIds", claim.seats()).endObject();
  }

  private static String word(ClaimState state) {
    return switch (state) {
      case HELD -> "held";
      case ISSUED -> "issued";
      case LAPSED -> "lapsed";
      case CANCELLED -> "cancelled";
      case REFUNDED -> "refunded";
      case NONE -> "gone";
    };
  }
}
