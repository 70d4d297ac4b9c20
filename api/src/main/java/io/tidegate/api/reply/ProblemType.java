package io.tidegate.api.reply;

import io.tidegate.http.server.Problem;
import io.tidegate.http.server.Response;

/**
 * Every kind of problem this service answers with: its name in the {@code type} URI, the status it
 * comes with, its title, and for its page what it means and what helps. Some are answered by the
 * HTTP layer itself.
 */
public enum ProblemType {
  /** The request is not what it should be. */
  MALFORMED(
      400,
      "malformed",
      "The request is malformed.",
      "Something in the request line, a header, the query or the body is not of its form, type or range. The detail names the field and its bounds.",
      "Correct what the detail names and send the request again."),
  /** Nobody was named. */
  TICKET_NEEDED(
      401,
      "ticket-needed",
      "A ticket is needed.",
      "The call speaks for a user, or needs one inside a room, and no ticket was shown.",
      "Join the room's line, and send the ticket in the header waitingToken."),
  /** The signature is not ours. */
  NOT_GENUINE(
      401,
      "not-genuine",
      "The ticket is not genuine.",
      "The ticket was not issued here, was altered or cut, or belongs to an earlier time of its room.",
      "Join the line anew and use the ticket as it was issued."),
  /** No administrator. */
  ADMIN_ONLY(
      401,
      "admin-only",
      "Only an administrator may do this.",
      "The call needs the admin key, and none or a wrong one was shown.",
      "Send Authorization: Bearer with the admin key from the data folder."),
  /** Not for this one. */
  NOT_ALLOWED(
      403,
      "not-allowed",
      "This is not allowed.",
      "The request speaks for one user and names another, or does what the operator has switched off.",
      "Leave the other user out of the request, or ask the operator."),
  /** A ticket, but another room's. */
  OTHER_ROOM(
      403,
      "other-room",
      "The ticket is for another room.",
      "The sale stands behind another room than the one this ticket is for.",
      "Join the line of the room that the sale names."),
  /** Unknown, or somebody else's. */
  NOT_FOUND(
      404,
      "not-found",
      "There is nothing here.",
      "No such path, or no such thing, or it is long over and has left memory, or it belongs to somebody else, which is not told apart.",
      "Check the path and the ids in it."),
  /** Another method. */
  METHOD_NOT_ALLOWED(
      405,
      "method-not-allowed",
      "This is not done that way.",
      "The path exists, but not for this method.",
      "Use one of the methods in the header Allow."),
  /** Too slow. */
  TIMEOUT(
      408,
      "timeout",
      "The request did not arrive in time.",
      "The head or the body of the request took longer than the server waits.",
      "Send the request again, in one go."),
  /** Good in itself, but not as things stand. */
  CONFLICT(
      409,
      "conflict",
      "That does not go with what is there.",
      "The value would be good in itself, but clashes with how things stand: it is taken, or its time has come, or another value is in its way. The detail names the field and what it clashes with.",
      "Look at how things stand, then change what the detail names, or leave it as it is."),
  /** Every unit is issued. */
  SOLD_OUT(
      409,
      "sold-out",
      "It is sold out.",
      "Every unit of the offer is issued. Units come back only if somebody cancels or the organiser adds some. claimId names what the user has of it.",
      "Nothing to be done now; the room's status tells when there are units again."),
  /** None is available now. */
  ALL_HELD(
      409,
      "all-held",
      "All that is left is held.",
      "No unit is available, but some are held by people who have not paid yet, and may return. claimId names what the user has of it.",
      "Try again later; holds last minutes."),
  /** Fewer than wanted. */
  NOT_ENOUGH(
      409,
      "not-enough",
      "There are fewer left than asked for.",
      "Some units are available, but fewer than the quantity asked for; the member available says how many. claimId names what the user has of it.",
      "Ask for no more than are available."),
  /** One has what one may have. */
  ALREADY_CLAIMED(
      409,
      "already-claimed",
      "You have it already.",
      "The user has the seat, or as many units of this offer as one may have; claimId names the claim.",
      "Look at that claim. If this was sent again after a lost reply, it was successful then."),
  /** More than one may have. */
  OVER_LIMIT(
      409,
      "over-limit",
      "That is more than one may have.",
      "The quantity is above the limit of one claim, or with what the user has above the limit of one user. claimId names what the user has of it.",
      "Ask for less; the member limit says how many, has how many the user has."),
  /** Taken by somebody. */
  SEAT_TAKEN(
      409,
      "seat-taken",
      "Somebody has that seat.",
      "At least one of the seats is held or sold; seats lists which. None was taken for you. claimId names what the user has of them.",
      "Choose other seats."),
  /** Opens later. */
  NOT_OPEN(
      409,
      "not-open",
      "It is not open yet.",
      "The sale, or the date's own time of sale, begins later; opensAt says when.",
      "Come back then."),
  /** Over. */
  CLOSED(
      409,
      "closed",
      "It is over.",
      "The sale, or the date's own time of sale, has ended.",
      "Nothing to be done."),
  /** Stopped for a while. */
  PAUSED(
      409,
      "paused",
      "It is paused.",
      "The organiser has stopped the sale for a while.",
      "Try again later."),
  /** Stopped by the service. */
  STOPPED(
      409,
      "stopped",
      "The sale or the room was stopped.",
      "The service found that a rule failed, or one that must always hold would have been broken, did nothing, and stopped this sale or room.",
      "The operator looks into it; what was answered before stays good, and a hold keeps the time it had left. docs/stopped-sale.md says what an organiser does."),
  /** Too little money. */
  INSUFFICIENT_BALANCE(
      409,
      "insufficient-balance",
      "The wallet holds too little.",
      "The balance is below the amount; both are in the problem.",
      "Top up the wallet and pay again while the hold lives."),
  /** Too much money. */
  OVER_CAP(
      409,
      "over-cap",
      "The wallet would hold too much.",
      "A top-up must not lead to a balance above the cap; both are in the problem.",
      "Put in less."),
  /** Paid before. */
  ALREADY_PAID(
      409,
      "already-paid",
      "It is paid for already.",
      "The claim is issued; nothing was debited again.",
      "Nothing to be done."),
  /** Given back. */
  CANCELLED(
      409,
      "cancelled",
      "The claim was cancelled.",
      "The claim was given back before, and can not be paid for.",
      "Claim anew."),
  /** Taken back by the organiser, with what was paid. */
  REFUNDED(
      409,
      "refunded",
      "The claim was refunded.",
      "The organiser took the claim back and put what was paid into the wallet; it can not be paid for again.",
      "Claim anew, if you want it still."),
  /** Cancelling has ended. */
  TOO_LATE(
      409,
      "too-late",
      "It is too late for that.",
      "A claim can be cancelled until the concert begins; at says when that was.",
      "Nothing to be done."),
  /** The room is closed. */
  ROOM_CLOSED(
      409,
      "room-closed",
      "The room is closed.",
      "The organiser has closed the waiting room; nobody new may join its line.",
      "Nothing to be done."),
  /** The hold ran out. */
  HOLD_LAPSED(
      410,
      "hold-lapsed",
      "The hold has lapsed.",
      "The time to pay ran out, the units went back, and nothing was debited; at says when.",
      "Claim anew."),
  /** The visit is over. */
  VISIT_ENDED(
      410,
      "visit-ended",
      "The visit has ended.",
      "The ticket has ended: it was paid, left, its time ran out, or nobody came within a day of its call.",
      "Join the line anew for another visit."),
  /** Too long. */
  BODY_TOO_LARGE(
      413,
      "body-too-large",
      "The request's body is too large.",
      "The body is longer than the server takes.",
      "Send less."),
  /** Too long. */
  URI_TOO_LONG(
      414,
      "uri-too-long",
      "The request line is too long.",
      "Path and query together are longer than the server takes.",
      "Send a shorter path and query."),
  /** Not JSON. */
  UNSUPPORTED_TYPE(
      415,
      "unsupported-type",
      "The body is of a type not known here.",
      "Bodies are JSON in UTF-8, and say so.",
      "Send Content-Type: application/json, without another charset than utf-8."),
  /** Expected something else. */
  EXPECTATION_FAILED(
      417,
      "expectation-failed",
      "The only expectation known here is 100-continue.",
      "The header Expect names something else.",
      "Leave the header out."),
  /** Another host. */
  MISDIRECTED(
      421,
      "misdirected",
      "This server does not answer for that host.",
      "The request names a host (in Host, or in its target) that is neither this machine nor one the operator listed. A service that believes its caller answers no other, since any web page can make its own name lead here.",
      "Ask it as localhost, or have the operator list the name under service.hosts."),
  /** One key for two requests. */
  KEY_REUSED(
      422,
      "key-reused",
      "The key was used for another request.",
      "This Idempotency-Key came before with another content; nothing was done.",
      "Use a new key for a new request, and the same one only to send the same request again."),
  /** In line. */
  NOT_YOUR_TURN(
      429,
      "not-your-turn",
      "It is not your turn yet.",
      "The user is in line, not inside. The problem says how many are ahead and about how long it takes.",
      "Ask again after Retry-After; the place in line is kept."),
  /** Wrong keys. */
  TOO_MANY_ATTEMPTS(
      429,
      "too-many-attempts",
      "Too many wrong attempts.",
      "Too many requests with a wrong admin key came from here.",
      "Wait for Retry-After."),
  /** Too long. */
  HEAD_TOO_LARGE(
      431,
      "head-too-large",
      "The request's header fields are too large.",
      "The header fields are more or longer than the server takes.",
      "Send fewer and shorter header fields."),
  /** A bug. */
  INTERNAL(
      500,
      "internal",
      "Something went wrong here.",
      "The service failed at this request. The log has it under the request id.",
      "Tell the operator the X-Request-Id of the reply."),
  /** No such method. */
  NOT_IMPLEMENTED(
      501,
      "not-implemented",
      "No resource here knows this method.",
      "The method is none that this server knows.",
      "Use the methods of the documentation."),
  /** Too much at once. */
  BUSY(
      503,
      "busy",
      "Too much is asked at once.",
      "More requests wait than the service takes; this one was turned away at once, and nothing was done.",
      "Send it again after Retry-After."),
  /** Nobody knows. */
  UNAVAILABLE(
      503,
      "unavailable",
      "The outcome is unknown.",
      "The service failed while it made the request durable: it took effect wholly or not at all.",
      "Send it again with the same Idempotency-Key once the service is back; it then gets one definite answer."),
  /** Stopping or failed. */
  NOT_READY(
      503,
      "not-ready",
      "The service takes no requests now.",
      "It is stopping, or its storage has failed or does not answer; nothing was done.",
      "Send it again once /readyz says ready."),
  /** No space. */
  DISK_FULL(
      503,
      "disk-full",
      "There is no room on the disk.",
      "Nothing new can be written, so nothing was done. What was answered before is kept, and reading goes on.",
      "The operator makes room; then the service goes on by itself."),
  /** Neither failed nor full. */
  STORAGE_BLOCKED(
      503,
      "storage-blocked",
      "Nothing can be written now.",
      "The next part of the journal cannot be made, and not for want of room; nothing was done. What was answered before is kept, and reading goes on.",
      "The operator finds the cause in the service's log, or in /readyz?verbose=1; without it the service goes on by itself."),
  /** A bound. */
  FULL(
      503,
      "full",
      "A bound of the service is reached.",
      "The service holds as many of something as it was configured to; what names it. Nothing was done.",
      "The operator raises the bound, or old entries end."),
  /** The room takes nobody more. */
  ROOM_FULL(
      503,
      "room-full",
      "The room is full.",
      "As many people have a ticket of this room as it takes.",
      "Try again after Retry-After."),
  /** Too many connections. */
  TOO_MANY_CONNECTIONS(
      503,
      "too-many-connections",
      "Too many connections are open.",
      "The server has as many connections open as it takes.",
      "Try again in a second, with fewer connections."),
  /** Another protocol. */
  VERSION_NOT_SUPPORTED(
      505,
      "version-not-supported",
      "This server speaks HTTP/1.1.",
      "The request is of another version of HTTP.",
      "Speak HTTP/1.1.");

  private final int status;
  private final String id;
  private final String title;
  private final String meaning;
  private final String remedy;

  @SuppressWarnings("ImmutableEnumChecker") // only copied
  private final Problem problem;

  @SuppressWarnings("ImmutableEnumChecker") // responses are immutable
  private final Response plain;

  ProblemType(int status, String id, String title, String meaning, String remedy) {
    this.status = status;
    this.id = id;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
    problem = Problem.of(status, id, title);
    plain = problem().response();
  }

  /** The status it comes with. */
  public int status() {
    return status;
  }

  /** Its name: the last segment of {@code type}. */
  public String id() {
    return id;
  }

  /** A sentence for people, the same whenever it occurs. */
  public String title() {
    return title;
  }

  /** What it means. */
  public String meaning() {
    return meaning;
  }

  /** What helps. */
  public String remedy() {
    return remedy;
  }

  /** A problem of this type. */
  public Problem problem() {
    return problem.copy();
  }

  /** A problem of this type with a sentence about this one. */
  public Problem problem(String detail) {
    return problem().with("detail", detail);
  }

  /** The reply that says no more than this; shared. */
  public Response response() {
    return plain;
  }
}
