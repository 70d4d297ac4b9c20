package io.tidegate.core;

import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Only events change the state, and the journal keeps them. Each event by
 * itself keeps every invariant, so the state between two events of one command is sound too. The
 * time of an event is that of its batch.
 */
public sealed interface Event {

  /** An event of sales; a breach it would cause stops that sale. */
  sealed interface OfSale extends Event {}

  /** An event of rooms. */
  sealed interface OfRoom extends Event {}

  /** An event of sinks: how far the service has come in telling others what happened. */
  sealed interface OfOutbox extends Event {}

  /** A sale was made. */
  record SaleCreated(
      long sale, String name, long opensAtMs, long closesAtMs, Entry entry, long room)
      implements OfSale {}

  /** A sale has these values now. */
  record SaleUpdated(long sale, String name, long opensAtMs, long closesAtMs) implements OfSale {}

  /**
   * A sale opened, closed, was paused, resumed, or stopped. The reason is empty unless it stopped.
   */
  record SaleSwitched(long sale, SaleState state, String reason) implements OfSale {}

  /**
   * A stopped sale goes on in this state, which is not stopped. Its holds keep the time they had
   * left when it stopped; the reason is not empty.
   */
  record SaleResumed(long sale, SaleState state, String reason) implements OfSale {}

  /** An allotment was made. */
  record OfferCreated(
      long offer,
      long sale,
      String name,
      long total,
      long price,
      long perClaim,
      long perUser,
      long holdMs)
      implements OfSale {}

  /** An offer has these values now. */
  record OfferUpdated(long offer, String name, long perClaim, long perUser) implements OfSale {}

  /** N of an offer is this now. */
  record Restocked(long offer, long total) implements OfSale {}

  /** A concert was made. */
  record ConcertCreated(long concert, String title, String place) implements OfSale {}

  /** A concert has these values now. */
  record ConcertUpdated(long concert, String title, String place) implements OfSale {}

  /**
   * A date was made, with its offer and seats {@code firstSeat} and the next {@code seatRows ×
   * perRow - 1}.
   */
  record ScheduleCreated(
      long schedule,
      long offer,
      long concert,
      long sale,
      long openDateMs,
      long startMs,
      long endMs,
      int seatRows,
      int perRow,
      long firstSeat,
      long price,
      long holdMs,
      long perClaim,
      long perUser)
      implements OfSale {}

  /** A schedule has these times now. */
  record ScheduleUpdated(long schedule, long openDateMs, long startMs, long endMs)
      implements OfSale {}

  /**
   * Units or seats were taken: held until {@code untilMs}, or issued at once if that is 0.
   *
   * @param seats ids of the seats, empty for identical units
   */
  record Claimed(
      long claim,
      long offer,
      long user,
      long quantity,
      long amount,
      long untilMs,
      long[] seats,
      @Nullable IdempotencyKey key)
      implements OfSale {}

  /** A held claim was paid: the wallet debited and the claim issued in one step. */
  record Paid(long claim, long user, long amount, @Nullable IdempotencyKey key) implements OfSale {}

  /** A hold ran out. */
  record Lapsed(long claim) implements OfSale {}

  /** A claim was given back; {@code refund} went to the wallet. */
  record Cancelled(long claim, long user, long refund) implements OfSale {}

  /**
   * An organiser gave back what was paid for an issued claim, and took its units back; the reason
   * is not empty.
   */
  record Refunded(long claim, long user, long amount, String reason) implements OfSale {}

  /** A wallet was topped up. */
  record ToppedUp(long user, long amount, @Nullable IdempotencyKey key) implements OfSale {}

  /** Claims that ended long ago, or whose sale was over long ago, left memory. */
  record ClaimsRetired(long[] claims) implements OfSale {}

  /**
   * Sales that were over long ago left memory, with their offers, dates and seats, and with
   * concerts that have no date left.
   */
  record SalesRetired(long[] sales) implements OfSale {}

  /** Keys were forgotten: pairs of high and low halves. */
  record KeysExpired(long[] halves) implements OfSale {}

  /** A room was made. */
  record RoomCreated(long room, int epoch, RoomSettings settings) implements OfRoom {}

  /** A room has these settings now. */
  record RoomUpdated(long room, RoomSettings settings) implements OfRoom {}

  /**
   * A room calls at most so many people per interval, at least 1, whatever its settings allow;
   * until they are set anew.
   */
  record RateMeasured(long room, int people) implements OfRoom {}

  /**
   * A room that is not open will draw the turns of the people who come before {@code opensAtMs}.
   * When the times are moved there is another such event, with the same commitment, beacon and
   * secret.
   */
  record DrawPlanned(
      long room,
      CommitmentVersion commits,
      long gathersAtMs,
      long opensAtMs,
      String beacon,
      Bytes32 secret)
      implements OfRoom {}

  /**
   * The people who waited are the cohort of the room's draw. A room that is closed stays closed.
   */
  record CohortClosed(long room, long size, Bytes32 digest) implements OfRoom {}

  /**
   * The cohort has its turns. The room is open now, unless it is closed. The value is empty without
   * a beacon.
   */
  record Drawn(long room, String beaconValue) implements OfRoom {}

  /** All tickets of the room's epochs before this one have ended. */
  record EpochBegan(long room, int epoch) implements OfRoom {}

  /** Rooms that were closed long ago left memory; tickets that they still had ended. */
  record RoomsRetired(long[] rooms) implements OfRoom {}

  /** A rule failed in a room: nothing happens there until new settings end the quarantine. */
  record RoomQuarantined(long room, String reason) implements OfRoom {}

  /** A user got a number. */
  record Joined(long room, long user, long number) implements OfRoom {}

  /** A user was called: a release. */
  record Called(long room, long user, long number, long untilMs) implements OfRoom {}

  /** Nobody answered the call. */
  record CallLapsed(long room, long user, long number) implements OfRoom {}

  /** A user whose call had lapsed asked again and stands in the return lane at this place. */
  record Returned(long room, long user, long number, long place) implements OfRoom {}

  /** A called user arrived. */
  record Entered(long room, long user, long number, long untilMs) implements OfRoom {}

  /** The visit of somebody inside lasts until then now, longer than before. */
  record Renewed(long room, long user, long number, long untilMs) implements OfRoom {}

  /** A ticket ended. */
  record Ended(long room, long user, long number, EndCause cause) implements OfRoom {}

  /**
   * A post was made.
   *
   * @param keepFrom posts with smaller ids left memory for it
   */
  record Posted(long post, long keepFrom, String author, String title, String text)
      implements Event {}

  /**
   * Everything up to this sequence was sent to the sink, or is a letter of it. The sink exists from
   * here on.
   */
  record CursorMoved(String sink, long sequence) implements OfOutbox {}

  /** An operator had the sink go on behind this sequence. */
  record CursorReset(String sink, long sequence) implements OfOutbox {}

  /** The event at this place of the log is a letter of the sink, with what is known of it now. */
  record LetterKept(
      String sink,
      long sequence,
      int index,
      int attempts,
      int status,
      LetterState state,
      String error)
      implements OfOutbox {}

  /** A letter was delivered, or given up by an operator. */
  record LetterGone(String sink, long sequence, int index) implements OfOutbox {}

  /** A sink is on or off now. The reason is empty if it is on. */
  record SinkSwitched(String sink, SinkState state, String reason) implements OfOutbox {}

  /** A sink left memory, with its letters. */
  record SinkRemoved(String sink) implements OfOutbox {}
}
