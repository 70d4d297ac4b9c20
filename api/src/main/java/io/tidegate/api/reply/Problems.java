package io.tidegate.api.reply;

import io.tidegate.core.Result;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.http.json.Times;
import io.tidegate.http.server.Problem;
import io.tidegate.http.server.Response;
import java.util.Locale;

/**
 * From a refusal to its problem: one switch without a default, so that a new refusal does not
 * compile until it has one. Pure.
 */
public final class Problems {

  /** {@code Retry-After} of a 503 of a full inbox, in seconds. */
  static final String RETRY_SECONDS = "1";

  private static final String RETRY_AFTER = "Retry-After";

  private static final Response BUSY = ProblemType.BUSY.response().with(RETRY_AFTER, RETRY_SECONDS);
  private static final Response ROOM_FULL =
      ProblemType.ROOM_FULL.response().with(RETRY_AFTER, "10");
  private static final Response UNAVAILABLE =
      ProblemType.UNAVAILABLE
          .problem("Nobody knows whether this took effect; send it again with the same key.")
          .response();
  private static final String NOTHING_CHANGED = "Nothing was changed by this request.";
  private static final Response BROKEN = ProblemType.STOPPED.problem(NOTHING_CHANGED).response();
  private static final Response FAILED = ProblemType.INTERNAL.problem(NOTHING_CHANGED).response();
  private static final Response NOT_GENUINE = challenge(ProblemType.NOT_GENUINE.response());

  private Problems() {}

  /** The problem that tells why a command was refused. */
  public static Response of(Result.Refusal refusal) {
    return switch (refusal) {
      case Result.Unknown(var kind, var id) -> unknown(kind, id);
      case Result.Unfit(var field, var why) -> malformed(field + " " + why + ".");
      case Result.Conflict(var field, var why) ->
          ProblemType.CONFLICT.problem(field + " " + why + ".").response();
      case Result.NotOpen(var opensAtMs) -> notOpen(opensAtMs);
      case Result.Closed() -> ProblemType.CLOSED.response();
      case Result.Paused() -> ProblemType.PAUSED.response();
      case Result.Stopped() -> ProblemType.STOPPED.response();
      case Result.SoldOut(var offer, var claim) ->
          own(ProblemType.SOLD_OUT.problem().with("offerId", offer), claim);
      case Result.AllHeld(var offer, var claim) ->
          own(ProblemType.ALL_HELD.problem().with("offerId", offer), claim);
      case Result.NotEnough(var offer, var available, var claim) ->
          own(
              ProblemType.NOT_ENOUGH.problem().with("offerId", offer).with("available", available),
              claim);
      case Result.AlreadyClaimed(var claim) ->
          ProblemType.ALREADY_CLAIMED.problem().with("claimId", claim).response();
      case Result.OverLimit(var limit, var has, var claim) ->
          own(ProblemType.OVER_LIMIT.problem().with("limit", limit).with("has", has), claim);
      case Result.SeatTaken(var seats, var claim) ->
          own(ProblemType.SEAT_TAKEN.problem().with("seats", seats), claim);
      case Result.InsufficientBalance(var balance, var amount) ->
          ProblemType.INSUFFICIENT_BALANCE
              .problem()
              .with("balance", balance)
              .with("amount", amount)
              .response();
      case Result.OverCap(var balance, var cap) ->
          ProblemType.OVER_CAP.problem().with("balance", balance).with("cap", cap).response();
      case Result.HoldLapsed(var atMs) ->
          ProblemType.HOLD_LAPSED.problem().withTime("at", atMs).response();
      case Result.AlreadyPaid(var claim) ->
          ProblemType.ALREADY_PAID.problem().with("claimId", claim).response();
      case Result.ClaimCancelled(var claim) ->
          ProblemType.CANCELLED.problem().with("claimId", claim).response();
      case Result.ClaimRefunded(var claim) ->
          ProblemType.REFUNDED.problem().with("claimId", claim).response();
      case Result.TooLate(var atMs) ->
          ProblemType.TOO_LATE.problem().withTime("at", atMs).response();
      case Result.KeyReused() -> ProblemType.KEY_REUSED.response();
      case Result.Full(var what) -> full(what);
      case Result.TicketNeeded(var room) -> ticketNeeded(room);
      case Result.NotYourTurn(var place) -> notYourTurn(place);
      case Result.VisitEnded() -> ProblemType.VISIT_ENDED.response();
      case Result.OtherRoom(var room) ->
          ProblemType.OTHER_ROOM.problem().with("ticketRoom", room).response();
      case Result.NotGenuine() -> NOT_GENUINE;
      case Result.RoomFull() -> ROOM_FULL;
      case Result.RoomClosed() -> ProblemType.ROOM_CLOSED.response();
      case Result.Broken _ -> BROKEN;
      case Result.Failed() -> FAILED;
    };
  }

  /** Turned away because too much is asked at once; nothing was done. */
  public static Response busy() {
    return BUSY;
  }

  /** The request got no result: nobody knows. */
  public static Response unavailable() {
    return UNAVAILABLE;
  }

  /** What a client sent is not what it should be; {@code detail} says what, for the client. */
  public static Response malformed(String detail) {
    return ProblemType.MALFORMED.problem(detail).response();
  }

  /** The request shows a ticket that is not ours. */
  public static Response notGenuine() {
    return NOT_GENUINE;
  }

  /**
   * The request shows no ticket.
   *
   * @param room the room it is needed for, 0 for any
   */
  public static Response ticketNeeded(long room) {
    Problem problem = ProblemType.TICKET_NEEDED.problem("Send it in the header waitingToken.");
    return challenge((room == 0 ? problem : problem.with("room", room)).response());
  }

  /** There is no such thing, or it is not the user's. */
  public static Response unknown(Result.Kind kind, long id) {
    String detail = "There is no " + kind.name().toLowerCase(Locale.ROOT) + " " + id;
    String end = kind == Result.Kind.CLAIM ? " of this user." : ".";
    return ProblemType.NOT_FOUND.problem(detail + end).response();
  }

  /** Names the user's own claim, without which the answer might have been another. */
  private static Response own(Problem problem, long claim) {
    return (claim == 0 ? problem : problem.with("claimId", claim)).response();
  }

  private static Response notOpen(long opensAtMs) {
    return ProblemType.NOT_OPEN
        .problem("It opens at " + Times.text(opensAtMs) + ".")
        .withTime("opensAt", opensAtMs)
        .response();
  }

  private static Response full(String what) {
    if (what.equals("disk")) return ProblemType.DISK_FULL.response();
    if (what.equals("storage")) return ProblemType.STORAGE_BLOCKED.response();
    return ProblemType.FULL
        .problem("There are as many " + what + " as there may be.")
        .with("what", what)
        .response();
  }

  private static Response notYourTurn(PlaceInfo place) {
    Problem problem =
        ProblemType.NOT_YOUR_TURN
            .problem()
            .with("number", place.number())
            .with("ahead", place.ahead());
    long eta = AskAgain.etaSeconds(place);
    if (eta < 0) problem.withUnknown("etaSeconds");
    else problem.with("etaSeconds", eta);
    if (place.reason() != null) problem.with("reason", Reasons.word(place.reason()));
    return problem
        .with("askAgainInMs", AskAgain.ms(place))
        .response()
        .with(RETRY_AFTER, Long.toString(AskAgain.seconds(place)));
  }

  /** A 401 says how to do better (RFC 9110 §11.6.1). */
  private static Response challenge(Response response) {
    return response.with("WWW-Authenticate", "WaitingToken");
  }
}
