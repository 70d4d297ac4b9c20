package io.tidegate.core;

import io.tidegate.core.outbox.SinkTable;
import io.tidegate.core.room.WaitReason;
import io.tidegate.core.sale.ClaimState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command: a value with a meaning of its own, and with its own HTTP reply in {@code
 * api}. A {@link Refusal} changes nothing, except that a lapse or an arrival that was due before it
 * takes effect.
 */
public sealed interface Result {

  /** Something was made. */
  record Created(long id) implements Result {}

  /** A schedule was made, with its offer. */
  record ScheduleMade(long schedule, long offer) implements Result {}

  /** The change is made, or was made before. */
  record Done() implements Result {}

  /**
   * Units or seats are taken: held or issued. {@code replayed} if the key was used before for the
   * same request.
   */
  record Taken(ClaimInfo claim, boolean replayed) implements Result {}

  /** A claim is paid and issued. */
  record PaidFor(ClaimInfo claim, boolean replayed) implements Result {}

  /** The claim is cancelled, now or earlier. */
  record GivenBack(ClaimInfo claim) implements Result {}

  /** A wallet was topped up. */
  record WalletToppedUp(boolean replayed) implements Result {}

  /** One claim. */
  record OneClaim(ClaimInfo claim) implements Result {}

  /** A user's claims, newest first; {@code more} if there are older ones. */
  record ManyClaims(List<ClaimInfo> claims, boolean more) implements Result {}

  /** A wallet's balance, whole currency units. */
  record Balance(long amount) implements Result {}

  /** The user is inside and may look. */
  record MayLook() implements Result {}

  /** The user's place in a room, whether just joined or asked for. */
  record Place(PlaceInfo place) implements Result {}

  /** The ticket has ended, now or earlier. */
  record Left() implements Result {}

  /**
   * A claim as its user sees it.
   *
   * @param schedule 0 for identical units
   * @param amount price of all units, whole currency units
   * @param untilMs until when it is or was held, epoch ms; 0 if it was issued at once
   * @param seats ids, also of seats that were given back; empty for identical units
   */
  record ClaimInfo(
      long claim,
      long offer,
      long concert,
      long schedule,
      long user,
      long quantity,
      long amount,
      ClaimState state,
      long createdMs,
      long untilMs,
      long[] seats) {}

  /** The state of a place, as its user sees it. */
  enum Standing {
    /** In line. */
    WAITING,
    /** Came before the opening; the draw will give a turn. */
    GATHERING,
    /** May enter. */
    CALLED,
    /** Inside. */
    INSIDE,
    /** Over. */
    ENDED
  }

  /**
   * A place in a room.
   *
   * @param turn the order in which people are called: the number, or what a draw gave; 0 if the
   *     place is not in the line by turn
   * @param ahead people before this one; 0 if called, inside or ended; everybody else while
   *     gathering, since that is the worst a draw can give
   * @param returned of those, the ones who did not come when they were called and are called first;
   *     what is left of {@code ahead} without them never grows
   * @param etaMs rough time until the call, ms; 0 if called or inside; negative if it is not known
   * @param untilMs until when the call or visit lasts, epoch ms; 0 while waiting
   * @param issuedMs when the ticket was issued, epoch ms
   * @param reason for people who wait: why nobody is called, or why people who are called will find
   *     nothing to take; for people called or inside: why there is nothing to take; null for none
   */
  record PlaceInfo(
      long room,
      int epoch,
      long user,
      long number,
      Standing standing,
      long turn,
      int ahead,
      int returned,
      long etaMs,
      long untilMs,
      long issuedMs,
      @Nullable WaitReason reason) {}

  /** The sinks that are known. */
  record Sinks(List<SinkTable.Sink> sinks) implements Result {}

  /** The rule that said no. */
  sealed interface Refusal extends Result {}

  /** The kind of a thing that does not exist. */
  enum Kind {
    /** A sale. */
    SALE,
    /** An offer. */
    OFFER,
    /** A concert. */
    CONCERT,
    /** A schedule. */
    SCHEDULE,
    /** A seat. */
    SEAT,
    /** A claim, or one of another user. */
    CLAIM,
    /** A room. */
    ROOM
  }

  /** There is no such thing, or it belongs to another user. */
  record Unknown(Kind kind, long id) implements Refusal {}

  /** A value that can never be right here. */
  record Unfit(String field, String why) implements Refusal {}

  /** A value that would be valid by itself, but clashes with what is there now. */
  record Conflict(String field, String why) implements Refusal {}

  /** Opens later. */
  record NotOpen(long opensAtMs) implements Refusal {}

  /** Over. */
  record Closed() implements Refusal {}

  /** Stopped for a while by the organiser. */
  record Paused() implements Refusal {}

  /**
   * The sale was stopped, or the room is quarantined, because of a broken invariant or a failed
   * rule.
   */
  record Stopped() implements Refusal {}

  // What the user has of an offer may be why there is no more of it: each of these names the claim.

  /**
   * Every unit is issued.
   *
   * @param claim the user's newest live claim on the offer, 0 for none
   */
  record SoldOut(long offer, long claim) implements Refusal {}

  /**
   * No unit is available, but some are held and may come back.
   *
   * @param claim the user's newest live claim on the offer, 0 for none
   */
  record AllHeld(long offer, long claim) implements Refusal {}

  /**
   * Some units are left, fewer than asked for.
   *
   * @param claim the user's newest live claim on the offer, 0 for none
   */
  record NotEnough(long offer, long available, long claim) implements Refusal {}

  /** The user already has the seat, or as much as one user may have, by this claim. */
  record AlreadyClaimed(long claim) implements Refusal {}

  /**
   * More than a claim or a user may have.
   *
   * @param limit what one claim, or one user, may have
   * @param has units of the offer the user holds or owns
   * @param claim the user's newest live claim on the offer, 0 for none
   */
  record OverLimit(long limit, long has, long claim) implements Refusal {}

  /**
   * Some of the seats are taken, and not all of these by this user.
   *
   * @param claim the user's own claim that has one of them, 0 for none
   */
  record SeatTaken(long[] seats, long claim) implements Refusal {}

  /** The wallet holds too little. */
  record InsufficientBalance(long balance, long amount) implements Refusal {}

  /** The wallet would hold too much. */
  record OverCap(long balance, long cap) implements Refusal {}

  /** The hold ran out. */
  record HoldLapsed(long atMs) implements Refusal {}

  /** The claim is paid for already. */
  record AlreadyPaid(long claim) implements Refusal {}

  /** The claim was cancelled. */
  record ClaimCancelled(long claim) implements Refusal {}

  /** The organiser gave back what was paid for the claim. */
  record ClaimRefunded(long claim) implements Refusal {}

  /** Cancelling ended when the concert began. */
  record TooLate(long atMs) implements Refusal {}

  /** The key was used for another request. */
  record KeyReused() implements Refusal {}

  /** A bound is reached; {@code what} names it. */
  record Full(String what) implements Refusal {}

  /** A ticket is needed, and none was shown. */
  record TicketNeeded(long room) implements Refusal {}

  /** The user is in line, not inside. */
  record NotYourTurn(PlaceInfo place) implements Refusal {}

  /** The ticket has ended. */
  record VisitEnded() implements Refusal {}

  /** The ticket is for another room. */
  record OtherRoom(long room) implements Refusal {}

  /** The epoch of the ticket is over, or the ticket was never issued here. */
  record NotGenuine() implements Refusal {}

  /** The room is full. */
  record RoomFull() implements Refusal {}

  /** The room is closed. */
  record RoomClosed() implements Refusal {}

  /** An invariant would have broken: the command did nothing, and the sale is stopped. */
  record Broken(String invariant) implements Refusal {}

  /** A rule threw an exception: the command did nothing, and nothing is stopped for it. */
  record Failed() implements Refusal {}
}
