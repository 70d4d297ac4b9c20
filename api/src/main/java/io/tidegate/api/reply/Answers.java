package io.tidegate.api.reply;

import io.tidegate.core.Result.Balance;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.GivenBack;
import io.tidegate.core.Result.Left;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.MayLook;
import io.tidegate.core.Result.OneClaim;
import io.tidegate.core.Result.PaidFor;
import io.tidegate.core.Result.Place;
import io.tidegate.core.Result.ScheduleMade;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.WalletToppedUp;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/**
 * How what a call achieved is told: one method a result. The defaults are the words of this
 * service; a call with others overrides what it can lead to. Called on the exchange's event loop;
 * an implementation keeps nothing of one request.
 */
public interface Answers {

  /** The defaults, all of them. */
  Answers OURS = new Answers() {};

  /** The base of all paths. */
  String BASE = "/api/v1";

  /** Something was made. */
  default Response created(Exchange exchange, Created created) {
    return json(201, new JsonWriter(32).beginObject().member("id", created.id()).endObject());
  }

  /** A schedule and its offer were made. */
  default Response scheduleMade(Exchange exchange, ScheduleMade made) {
    JsonWriter json = new JsonWriter(64).beginObject().member("scheduleId", made.schedule());
    return json(201, json.member("offerId", made.offer()).endObject());
  }

  /** It was changed. */
  default Response done(Exchange exchange, Done done) {
    return Response.empty(204);
  }

  /** Units or seats are taken. */
  default Response taken(Exchange exchange, Taken taken) {
    JsonWriter claim = ClaimJson.write(new JsonWriter(ClaimJson.BYTES), taken.claim());
    if (taken.replayed()) return replayed(json(200, claim));
    return json(201, claim).with("Location", BASE + "/claims/" + taken.claim().claim());
  }

  /** A claim is paid for. */
  default Response paidFor(Exchange exchange, PaidFor paid) {
    Response claim = json(200, ClaimJson.write(new JsonWriter(ClaimJson.BYTES), paid.claim()));
    return paid.replayed() ? replayed(claim) : claim;
  }

  /** A claim is cancelled. */
  default Response givenBack(Exchange exchange, GivenBack given) {
    return Response.empty(204);
  }

  /** A wallet was topped up. */
  default Response walletToppedUp(Exchange exchange, WalletToppedUp toppedUp) {
    Response reply =
        json(200, new JsonWriter(32).beginObject().member("isCharge", true).endObject());
    return toppedUp.replayed() ? replayed(reply) : reply;
  }

  /** One claim. */
  default Response oneClaim(Exchange exchange, OneClaim found) {
    return json(200, ClaimJson.write(new JsonWriter(ClaimJson.BYTES), found.claim()));
  }

  /** A user's claims. */
  default Response manyClaims(Exchange exchange, ManyClaims found) {
    JsonWriter json = new JsonWriter(16 + ClaimJson.BYTES * found.claims().size()).beginArray();
    found.claims().forEach(claim -> ClaimJson.write(json, claim));
    return linked(exchange, found, json(200, json.endArray()));
  }

  /** The reply with a link to the claims before these, if there are any. */
  static Response linked(Exchange exchange, ManyClaims found, Response reply) {
    if (!found.more()) return reply;
    String limit = exchange.query("limit");
    String next = "?before=" + found.claims().getLast().claim();
    return reply.with(
        "Link", "<" + next + (limit == null ? "" : "&limit=" + limit) + ">; rel=\"next\"");
  }

  /** A balance. */
  default Response balance(Exchange exchange, Balance balance) {
    return json(
        200, new JsonWriter(32).beginObject().member("amount", balance.amount()).endObject());
  }

  /** The user may look. */
  default Response mayLook(Exchange exchange, MayLook mayLook) {
    return Response.empty(204);
  }

  /** A place in a room. */
  default Response place(Exchange exchange, Place place) {
    throw new IllegalStateException("this call does not lead to a place");
  }

  /** The ticket ended. */
  default Response left(Exchange exchange, Left left) {
    return Response.empty(204);
  }

  /** What was written, as a reply; the writer is not to be used after this. */
  static Response json(int status, JsonWriter json) {
    return Response.json(status, json.array(), json.length());
  }

  /** Says that the reply is to a request that was already carried out before. */
  static Response replayed(Response reply) {
    return reply.with("Idempotency-Replayed", "true");
  }
}
