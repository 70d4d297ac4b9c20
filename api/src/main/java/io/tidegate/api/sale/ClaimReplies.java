package io.tidegate.api.sale;

import io.tidegate.api.call.IdempotencyKeys;
import io.tidegate.api.call.Operation;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.OneClaim;
import io.tidegate.core.Result.PaidFor;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/**
 * Renders what is told of claims in this service's own words: each method but {@link #linked} is a
 * {@link io.tidegate.api.reply.Renderer}. Pure.
 */
public final class ClaimReplies {

  /** Bytes a claim takes, roughly. */
  private static final int BYTES = 256;

  private ClaimReplies() {}

  /** One claim. */
  public static Response one(Exchange exchange, OneClaim found) {
    return Response.json(200, write(new JsonWriter(BYTES), found.claim()));
  }

  static Response taken(Exchange exchange, Taken taken) {
    JsonWriter claim = write(new JsonWriter(BYTES), taken.claim());
    if (taken.replayed()) return IdempotencyKeys.marked(Response.json(200, claim), true);
    return Response.json(201, claim)
        .with("Location", Operation.BASE + "/claims/" + taken.claim().claim());
  }

  static Response paid(Exchange exchange, PaidFor paid) {
    Response claim = Response.json(200, write(new JsonWriter(BYTES), paid.claim()));
    return IdempotencyKeys.marked(claim, paid.replayed());
  }

  static Response many(Exchange exchange, ManyClaims found) {
    JsonWriter json = new JsonWriter(16 + BYTES * found.claims().size()).beginArray();
    found.claims().forEach(claim -> write(json, claim));
    return linked(exchange, found, Response.json(200, json.endArray()));
  }

  /** The reply with a link to the claims before these, if there are any. */
  public static Response linked(Exchange exchange, ManyClaims found, Response reply) {
    if (!found.more()) return reply;
    String limit = exchange.query("limit");
    String next = "?before=" + found.claims().getLast().claim();
    return reply.with(
        "Link", "<" + next + (limit == null ? "" : "&limit=" + limit) + ">; rel=\"next\"");
  }

  private static JsonWriter write(JsonWriter json, ClaimInfo claim) {
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
      case NONE -> throw new IllegalStateException("there is no such claim");
    };
  }
}
