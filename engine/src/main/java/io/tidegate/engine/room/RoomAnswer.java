package io.tidegate.engine.room;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.room.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * What a room says. Times {@code …Ms} of the epoch are the room's own; beside them stands how much
 * is left, so that nobody compares clocks of two machines.
 */
public sealed interface RoomAnswer {

  /** What {@link RoomQuestion.Ensure} comes to. */
  sealed interface OfRoom extends RoomAnswer {}

  /** What every question about a place comes to. */
  sealed interface OfPlace extends RoomAnswer {}

  /** The room is there, with this id. */
  record Exists(long room) implements OfRoom {}

  /** There can be no such room: {@code field} of the settings {@code why}. */
  record Unfit(String field, String why) implements OfRoom {}

  /**
   * In line.
   *
   * @param issuedMs when the ticket was issued, epoch ms
   * @param turn the order in which people are called; 0 in the return lane, which goes first
   * @param ahead people before this one
   * @param returned of those, the ones who did not come when they were called and are called first;
   *     what is left of {@code ahead} without them never grows
   * @param etaMs rough time until the call, ms; negative if nobody can say
   * @param reason why nobody is called, or why people who are called find nothing to take; null for
   *     none
   */
  record Waiting(
      TicketRef ticket,
      long issuedMs,
      long turn,
      int ahead,
      int returned,
      long etaMs,
      @Nullable WaitReason reason)
      implements OfPlace {}

  /**
   * Came before the opening; a draw will give the turn.
   *
   * @param issuedMs when the ticket was issued, epoch ms
   * @param others everybody else who gathers
   * @param opensInMs until the opening, ms; negative if nobody can say
   */
  record Gathering(
      TicketRef ticket, long issuedMs, int others, long opensInMs, @Nullable WaitReason reason)
      implements OfPlace {}

  /**
   * May enter.
   *
   * @param issuedMs when the ticket was issued, epoch ms
   * @param untilMs until when, epoch ms
   * @param leftMs the same from this answer on, at least 0
   * @param reason why there is nothing to take inside; null for none
   */
  record Called(
      TicketRef ticket, long issuedMs, long untilMs, long leftMs, @Nullable WaitReason reason)
      implements OfPlace {}

  /**
   * Inside: what a pass says.
   *
   * @param issuedMs when the ticket was issued, epoch ms
   * @param untilMs until when the visit lasts, epoch ms
   * @param leftMs the same from this answer on, at least 0
   * @param reason why there is nothing to take inside; null for none
   */
  record Inside(
      TicketRef ticket, long issuedMs, long untilMs, long leftMs, @Nullable WaitReason reason)
      implements OfPlace {}

  /** Over: the visitor left, or the visit ended. */
  record Ended(TicketRef ticket) implements OfPlace {}

  /** The ticket was never issued here, or its epoch or its room is over. */
  record NotGenuine() implements OfPlace {}

  /** The room takes people from a later hour on, epoch ms. */
  record NotOpen(long gathersAtMs) implements OfPlace {}

  /** The rules say no; they may say yes later. */
  record Refused(Refusal why) implements OfRoom, OfPlace {}

  /** Why the rules say no. */
  enum Refusal {
    /** There is no such room, or not any more. */
    NO_SUCH_ROOM,
    /** The organiser closed the room. */
    CLOSED,
    /** The room, or the number of rooms, is at its bound. */
    FULL,
    /** A rule failed in the room, and an operator looks into it. */
    QUARANTINED
  }

  /** Nobody knows: ask again. Valid passes go on meanwhile, and nobody new enters. */
  record Unavailable(Cause cause) implements OfRoom, OfPlace {}

  /** Why nobody knows. */
  enum Cause {
    /** More calls are under way than may be, or the room takes none now. Nothing took effect. */
    BUSY,
    /** No answer came by the deadline. */
    LATE,
    /** The room's log cannot be written now. Nothing took effect. */
    NOT_WRITABLE,
    /** The room failed on the call, or before it was durable. */
    FAILED
  }
}
