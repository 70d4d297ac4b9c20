package io.tidegate.core;

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
import io.tidegate.core.Result.Sinks;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.WalletToppedUp;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import org.jspecify.annotations.Nullable;

/**
 * A request to a sale or a room. Its values are already in range for their type (ids and users at
 * least 1, texts not empty). In an update, null means "leave it as it is".
 */
public sealed interface Command {

  /**
   * A command that comes to an {@code R} where it is not refused. Whoever submits it knows what to
   * do with that, and nobody on the way has to.
   *
   * @param <R> its result, if it is no {@link Result.Refusal}
   */
  sealed interface Expecting<R extends Result> extends Command {}

  /**
   * Makes a sale. {@code closesAtMs} is {@link Long#MAX_VALUE} for never, {@code room} 0 for none.
   */
  record CreateSale(String name, long opensAtMs, long closesAtMs, Entry entry, long room)
      implements Expecting<Created> {}

  /** Changes a sale that is not over. */
  record UpdateSale(
      long sale, @Nullable String name, @Nullable Long opensAtMs, @Nullable Long closesAtMs)
      implements Expecting<Done> {}

  /** Pauses, resumes or closes a sale. */
  record SwitchSale(long sale, Switch to) implements Expecting<Done> {}

  /** What an organiser may do to a sale. */
  enum Switch {
    /** Stop handing out for a while. */
    PAUSE,
    /** Go on. */
    RESUME,
    /** End it for good. */
    CLOSE
  }

  /**
   * Lets a stopped sale go on, or close.
   *
   * @param to open (planned before its hour), paused or closed; closed alone if it had been closed
   *     before it was stopped
   * @param reason what was found and done, for the journal
   */
  record ResumeStopped(long sale, SaleState to, String reason) implements Expecting<Done> {}

  /**
   * Gives back what was paid for an issued claim, in any state of its sale.
   *
   * @param reason why, for the journal
   */
  record Refund(long claim, String reason) implements Expecting<OneClaim> {}

  /** Makes an allotment of {@code total} identical units. A price above 0 needs a hold time. */
  record CreateOffer(
      long sale, String name, long total, long price, long perClaim, long perUser, long holdMs)
      implements Expecting<Created> {}

  /** Changes an offer's name and limits. */
  record UpdateOffer(
      long offer, @Nullable String name, @Nullable Long perClaim, @Nullable Long perUser)
      implements Expecting<Done> {}

  /** Sets N of an allotment; never below held + issued. */
  record Restock(long offer, long total) implements Expecting<Done> {}

  /** Makes a concert. */
  record CreateConcert(String title, String place) implements Expecting<Created> {}

  /** Changes a concert. */
  record UpdateConcert(long concert, @Nullable String title, @Nullable String place)
      implements Expecting<Done> {}

  /**
   * Makes a date of a concert: an offer with {@code seatRows × perRow} seats, at most 26 rows of
   * 999.
   */
  record CreateSchedule(
      long concert,
      long sale,
      long openDateMs,
      long startMs,
      long endMs,
      int seatRows,
      int perRow,
      long price,
      long holdMs,
      long perClaim,
      long perUser)
      implements Expecting<ScheduleMade> {}

  /** Moves a schedule in time. */
  record UpdateSchedule(
      long schedule, @Nullable Long openDateMs, @Nullable Long startMs, @Nullable Long endMs)
      implements Expecting<Done> {}

  /** A command of a user that may need a ticket. */
  sealed interface Guarded extends Command {
    /** The user who asks. */
    long user();

    /** The ticket shown, null for none. */
    @Nullable TicketRef ticket();
  }

  /** The ticket a request shows, its signature already checked. */
  record TicketRef(long room, int epoch, long user, long number) {}

  /** Takes units of an allotment. */
  record Claim(
      long offer,
      long user,
      long quantity,
      @Nullable TicketRef ticket,
      @Nullable IdempotencyKey key)
      implements Guarded, Expecting<Taken> {}

  /**
   * Takes seats, all or none.
   *
   * @param concert the concert they must belong to, 0 if none was named
   * @param schedule the schedule they must belong to, 0 if none was named
   */
  record HoldSeats(
      long concert,
      long schedule,
      long[] seats,
      long user,
      @Nullable TicketRef ticket,
      @Nullable IdempotencyKey key)
      implements Guarded, Expecting<Taken> {}

  /**
   * Asks to look at a schedule, or, with {@code schedule} 0, at everything behind the room of the
   * ticket. The same people may look as may claim.
   */
  record Look(long schedule, long user, TicketRef ticket) implements Guarded, Expecting<MayLook> {}

  /**
   * Pays for a held claim from the user's wallet. Ends the user's visit to the sale's room.
   *
   * @param concert the concert the claim must be for, 0 if none was named
   * @param seat a seat the claim must hold, 0 if none was named
   */
  record Pay(long claim, long user, long concert, long seat, @Nullable IdempotencyKey key)
      implements Expecting<PaidFor> {}

  /** Gives a claim back. */
  record Cancel(long claim, long user) implements Expecting<GivenBack> {}

  /** Adds to a wallet. */
  record TopUp(long user, long amount, @Nullable IdempotencyKey key)
      implements Expecting<WalletToppedUp> {}

  /** Asks for one claim of a user. */
  record FindClaim(long claim, long user) implements Expecting<OneClaim> {}

  /**
   * Asks for a user's claims, newest first.
   *
   * @param before only those made before this claim, which is the user's; 0 for all
   */
  record ListClaims(long user, long before, int limit) implements Expecting<ManyClaims> {}

  /** Asks for a user's balance. */
  record AskBalance(long user) implements Expecting<Balance> {}

  /**
   * Makes a room. Without a plan its settings say whether it is open at once; with a plan it draws
   * at its opening, and its state follows from the plan.
   */
  record CreateRoom(RoomSettings settings, @Nullable DrawPlan plan) implements Expecting<Created> {
    /** Makes a room that does not draw. */
    public CreateRoom(RoomSettings settings) {
      this(settings, null);
    }
  }

  /**
   * How a room will draw.
   *
   * @param gathersAtMs from when on people may join, epoch ms
   * @param opensAtMs when it draws, later than now and not before {@code gathersAtMs}
   * @param beacon name of a public source of randomness, empty for none
   * @param secret 32 random bytes that nobody knows
   */
  record DrawPlan(long gathersAtMs, long opensAtMs, String beacon, Bytes32 secret) {}

  /** Changes a room. */
  record UpdateRoom(
      long room,
      @Nullable RoomState state,
      @Nullable Integer people,
      @Nullable Long intervalMs,
      @Nullable Integer insideMax,
      @Nullable Long callMs,
      @Nullable Long insideMs,
      @Nullable Long gathersAtMs,
      @Nullable Long opensAtMs)
      implements Expecting<Done> {
    /** Changes a room, but not when it opens. */
    public UpdateRoom(
        long room,
        @Nullable RoomState state,
        @Nullable Integer people,
        @Nullable Long intervalMs,
        @Nullable Integer insideMax,
        @Nullable Long callMs,
        @Nullable Long insideMs) {
      this(room, state, people, intervalMs, insideMax, callMs, insideMs, null, null);
    }
  }

  /**
   * Bounds how many people a room calls per interval, in [1, 1_000_000], by what its upstream can
   * take, beside what the organiser set.
   */
  record MeasureRate(long room, int people) implements Expecting<Done> {}

  /** Hands in the value of the beacon that a room's draw waits for. */
  record GiveBeacon(long room, String value) implements Expecting<Done> {}

  /** Ends all tickets of a room at once. */
  record BeginEpoch(long room) implements Expecting<Done> {}

  /** Joins a room's line, or finds the place the user already has. */
  record Join(long room, long user) implements Expecting<Place> {}

  /** Asks for the place of a ticket. If its call has lapsed, the ticket goes to the return lane. */
  record AskPlace(TicketRef ticket) implements Expecting<Place> {}

  /**
   * Enters the room: who is called, or may be called now, arrives. Comes to the place as it is
   * then, of whoever may not enter too.
   */
  record Enter(TicketRef ticket) implements Guarded, Expecting<Place> {
    @Override
    public long user() {
      return ticket.user();
    }
  }

  /**
   * Lets the visit of somebody inside last as long as one that begins now; a gain of less than a
   * tenth of that changes nothing. Comes to the place, of whoever is not inside too.
   */
  record Renew(TicketRef ticket) implements Expecting<Place> {}

  /** Leaves the line or the visit. */
  record Leave(TicketRef ticket) implements Expecting<Left> {}

  /** Puts a post into the feed. */
  record CreatePost(String author, String title, String text) implements Expecting<Created> {}

  /**
   * Notes that everything up to a sequence was sent to a sink, or is kept as a letter of it. A sink
   * that nobody knew is known from here on. The cursor never goes back by it.
   */
  record MoveCursor(String sink, long sequence) implements Expecting<Done> {}

  /** Lets a sink that is known go on behind this sequence, wherever it is. */
  record ResetCursor(String sink, long sequence) implements Expecting<Done> {}

  /**
   * Keeps one event as a letter of a sink, or notes how its last attempt ended.
   *
   * @param sequence of its record, at least 1
   * @param index its place in the record, from 0
   * @param status the HTTP status of the last answer, 0 for none
   * @param error what went wrong, in words; may be empty
   */
  record KeepLetter(
      String sink,
      long sequence,
      int index,
      int attempts,
      int status,
      LetterState state,
      String error)
      implements Expecting<Done> {}

  /** Forgets a letter: it was delivered, or nobody wants it any more. */
  record DropLetter(String sink, long sequence, int index) implements Expecting<Done> {}

  /**
   * Switches a sink that is known on or off.
   *
   * @param reason why it is off; empty if it is on
   */
  record SwitchSink(String sink, SinkState to, String reason) implements Expecting<Done> {}

  /** Forgets a sink with its cursor and its letters. */
  record RemoveSink(String sink) implements Expecting<Done> {}

  /** Asks for all sinks that are known. */
  record AskSinks() implements Expecting<Sinks> {}

  /**
   * Asks for claims of anybody; those that have left memory are not among the answers.
   *
   * @param claims ids, at most 1,000
   */
  record LookUpClaims(long[] claims) implements Expecting<ManyClaims> {}
}
