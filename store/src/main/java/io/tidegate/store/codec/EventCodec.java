package io.tidegate.store.codec;

import io.tidegate.core.Event;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.CursorMoved;
import io.tidegate.core.Event.CursorReset;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.LetterGone;
import io.tidegate.core.Event.LetterKept;
import io.tidegate.core.Event.OfOutbox;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Event.RateMeasured;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Renewed;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomQuarantined;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Event.RoomsRetired;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.SalesRetired;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import io.tidegate.core.Event.SinkRemoved;
import io.tidegate.core.Event.SinkSwitched;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.nio.ByteBuffer;

/**
 * Events as bytes: one type byte, then the fields in the order of the record, big-endian and of
 * fixed width. Each event has exactly one encoding, so equal histories have equal bytes. The layout
 * is described in {@code docs/journal-format.md}; a type's number and layout never change.
 */
public final class EventCodec {

  private static final int FIXED_BYTES_MAX = 256;

  private static final int CAUSES = EndCause.values().length;
  private static final int ENTRIES = Entry.values().length;
  private static final int SALE_STATES = SaleState.values().length;
  private static final int LETTER_STATES = LetterState.values().length;
  private static final int SINK_STATES = SinkState.values().length;

  private EventCodec() {}

  /** Bytes that {@link #write} needs at most. */
  public static int bytesMax(Event event) {
    return switch (event) {
      case Claimed e -> FIXED_BYTES_MAX + 8 * e.seats().length;
      case ClaimsRetired e -> FIXED_BYTES_MAX + 8 * e.claims().length;
      case SalesRetired e -> FIXED_BYTES_MAX + 8 * e.sales().length;
      case RoomsRetired e -> FIXED_BYTES_MAX + 8 * e.rooms().length;
      case KeysExpired e -> FIXED_BYTES_MAX + 8 * e.halves().length;
      case SaleCreated _, SaleUpdated _, SaleSwitched _, OfferCreated _, OfferUpdated _ ->
          FIXED_BYTES_MAX + Fields.TEXT_BYTES_MAX;
      case SaleResumed _, Refunded _ -> FIXED_BYTES_MAX + Fields.TEXT_BYTES_MAX;
      case ConcertCreated _, ConcertUpdated _ -> FIXED_BYTES_MAX + 2 * Fields.TEXT_BYTES_MAX;
      case RoomCreated _, RoomUpdated _, RoomQuarantined _, DrawPlanned _, Drawn _ ->
          FIXED_BYTES_MAX + Fields.TEXT_BYTES_MAX;
      case Posted _ -> FIXED_BYTES_MAX + 3 * Fields.TEXT_BYTES_MAX;
      case OfOutbox _ -> FIXED_BYTES_MAX + 2 * Fields.TEXT_BYTES_MAX;
      default -> FIXED_BYTES_MAX;
    };
  }

  /** Writes an event at the buffer's position. */
  public static void write(Event event, ByteBuffer out) {
    switch (event) {
      case Claimed e -> {
        out.put((byte) 1)
            .putLong(e.claim())
            .putLong(e.offer())
            .putLong(e.user())
            .putLong(e.quantity());
        out.putLong(e.amount()).putLong(e.untilMs());
        Fields.longs(out, e.seats());
        Fields.key(out, e.key());
      }
      case Paid e -> {
        out.put((byte) 2).putLong(e.claim()).putLong(e.user()).putLong(e.amount());
        Fields.key(out, e.key());
      }
      case Lapsed e -> out.put((byte) 3).putLong(e.claim());
      case Cancelled e ->
          out.put((byte) 4).putLong(e.claim()).putLong(e.user()).putLong(e.refund());
      case ToppedUp e -> {
        out.put((byte) 5).putLong(e.user()).putLong(e.amount());
        Fields.key(out, e.key());
      }
      case ClaimsRetired e -> Fields.longs(out.put((byte) 6), e.claims());
      case SalesRetired e -> Fields.longs(out.put((byte) 43), e.sales());
      case RoomsRetired e -> Fields.longs(out.put((byte) 29), e.rooms());
      case KeysExpired e -> Fields.longs(out.put((byte) 7), e.halves());
      case Refunded e ->
          Fields.text(
              out.put((byte) 8).putLong(e.claim()).putLong(e.user()).putLong(e.amount()),
              e.reason());
      case Joined e -> out.put((byte) 16).putLong(e.room()).putLong(e.user()).putLong(e.number());
      case Called e ->
          out.put((byte) 17)
              .putLong(e.room())
              .putLong(e.user())
              .putLong(e.number())
              .putLong(e.untilMs());
      case CallLapsed e ->
          out.put((byte) 18).putLong(e.room()).putLong(e.user()).putLong(e.number());
      case Returned e ->
          out.put((byte) 19)
              .putLong(e.room())
              .putLong(e.user())
              .putLong(e.number())
              .putLong(e.place());
      case Entered e ->
          out.put((byte) 20)
              .putLong(e.room())
              .putLong(e.user())
              .putLong(e.number())
              .putLong(e.untilMs());
      case Renewed e ->
          out.put((byte) 31)
              .putLong(e.room())
              .putLong(e.user())
              .putLong(e.number())
              .putLong(e.untilMs());
      case Ended e -> {
        out.put((byte) 21).putLong(e.room()).putLong(e.user()).putLong(e.number());
        out.put((byte) e.cause().ordinal());
      }
      case RoomCreated e ->
          Fields.settings(out.put((byte) 22).putLong(e.room()).putInt(e.epoch()), e.settings());
      case RoomUpdated e -> Fields.settings(out.put((byte) 23).putLong(e.room()), e.settings());
      case RateMeasured e -> out.put((byte) 9).putLong(e.room()).putInt(e.people());
      case DrawPlanned e -> {
        out.put((byte) (e.commits() == CommitmentVersion.SECRET ? 24 : 30));
        out.putLong(e.room()).putLong(e.gathersAtMs()).putLong(e.opensAtMs());
        Fields.bytes32(Fields.text(out, e.beacon()), e.secret());
      }
      case CohortClosed e ->
          Fields.bytes32(out.put((byte) 25).putLong(e.room()).putLong(e.size()), e.digest());
      case Drawn e -> Fields.text(out.put((byte) 26).putLong(e.room()), e.beaconValue());
      case RoomQuarantined e -> Fields.text(out.put((byte) 28).putLong(e.room()), e.reason());
      case EpochBegan e -> out.put((byte) 27).putLong(e.room()).putInt(e.epoch());
      case SaleCreated e -> {
        Fields.text(out.put((byte) 32).putLong(e.sale()), e.name());
        out.putLong(e.opensAtMs())
            .putLong(e.closesAtMs())
            .put((byte) e.entry().ordinal())
            .putLong(e.room());
      }
      case SaleUpdated e -> {
        Fields.text(out.put((byte) 33).putLong(e.sale()), e.name());
        out.putLong(e.opensAtMs()).putLong(e.closesAtMs());
      }
      case SaleSwitched e ->
          Fields.text(
              out.put((byte) 34).putLong(e.sale()).put((byte) e.state().ordinal()), e.reason());
      case OfferCreated e -> {
        Fields.text(out.put((byte) 35).putLong(e.offer()).putLong(e.sale()), e.name());
        out.putLong(e.total())
            .putLong(e.price())
            .putLong(e.perClaim())
            .putLong(e.perUser())
            .putLong(e.holdMs());
      }
      case OfferUpdated e -> {
        Fields.text(out.put((byte) 36).putLong(e.offer()), e.name());
        out.putLong(e.perClaim()).putLong(e.perUser());
      }
      case Restocked e -> out.put((byte) 37).putLong(e.offer()).putLong(e.total());
      case ConcertCreated e ->
          Fields.text(Fields.text(out.put((byte) 38).putLong(e.concert()), e.title()), e.place());
      case ConcertUpdated e ->
          Fields.text(Fields.text(out.put((byte) 39).putLong(e.concert()), e.title()), e.place());
      case ScheduleCreated e -> {
        out.put((byte) 40)
            .putLong(e.schedule())
            .putLong(e.offer())
            .putLong(e.concert())
            .putLong(e.sale());
        out.putLong(e.openDateMs()).putLong(e.startMs()).putLong(e.endMs());
        out.putInt(e.seatRows())
            .putInt(e.perRow())
            .putLong(e.firstSeat())
            .putLong(e.price())
            .putLong(e.holdMs());
        out.putLong(e.perClaim()).putLong(e.perUser());
      }
      case ScheduleUpdated e -> {
        out.put((byte) 41).putLong(e.schedule());
        out.putLong(e.openDateMs()).putLong(e.startMs()).putLong(e.endMs());
      }
      case SaleResumed e ->
          Fields.text(
              out.put((byte) 42).putLong(e.sale()).put((byte) e.state().ordinal()), e.reason());
      case Posted e -> {
        out.put((byte) 48).putLong(e.post()).putLong(e.keepFrom());
        Fields.text(Fields.text(Fields.text(out, e.author()), e.title()), e.text());
      }
      case CursorMoved e -> Fields.text(out.put((byte) 49), e.sink()).putLong(e.sequence());
      case CursorReset e -> Fields.text(out.put((byte) 50), e.sink()).putLong(e.sequence());
      case LetterKept e -> {
        Fields.text(out.put((byte) 51), e.sink()).putLong(e.sequence()).putInt(e.index());
        out.putInt(e.attempts()).putInt(e.status()).put((byte) e.state().ordinal());
        Fields.text(out, e.error());
      }
      case LetterGone e ->
          Fields.text(out.put((byte) 52), e.sink()).putLong(e.sequence()).putInt(e.index());
      case SinkSwitched e ->
          Fields.text(
              Fields.text(out.put((byte) 53), e.sink()).put((byte) e.state().ordinal()),
              e.reason());
      case SinkRemoved e -> Fields.text(out.put((byte) 54), e.sink());
    }
  }

  /**
   * Reads the event at the buffer's position.
   *
   * @throws java.nio.BufferUnderflowException if it is cut short
   * @throws IllegalArgumentException if it is no event
   */
  public static Event read(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 ->
          new Claimed(
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              Fields.longs(in),
              Fields.key(in));
      case 2 -> new Paid(in.getLong(), in.getLong(), in.getLong(), Fields.key(in));
      case 3 -> new Lapsed(in.getLong());
      case 4 -> new Cancelled(in.getLong(), in.getLong(), in.getLong());
      case 5 -> new ToppedUp(in.getLong(), in.getLong(), Fields.key(in));
      case 6 -> new ClaimsRetired(Fields.longs(in));
      case 7 -> new KeysExpired(Fields.longs(in));
      case 8 -> new Refunded(in.getLong(), in.getLong(), in.getLong(), Fields.text(in));
      case 29 -> new RoomsRetired(Fields.longs(in));
      case 43 -> new SalesRetired(Fields.longs(in));
      case 16 -> new Joined(in.getLong(), in.getLong(), in.getLong());
      case 17 -> new Called(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case 18 -> new CallLapsed(in.getLong(), in.getLong(), in.getLong());
      case 19 -> new Returned(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case 20 -> new Entered(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case 21 ->
          new Ended(in.getLong(), in.getLong(), in.getLong(), EndCause.of(Fields.code(in, CAUSES)));
      case 22 -> new RoomCreated(in.getLong(), in.getInt(), Fields.settings(in));
      case 23 -> new RoomUpdated(in.getLong(), Fields.settings(in));
      case 24 -> drawPlanned(in, CommitmentVersion.SECRET);
      case 25 -> new CohortClosed(in.getLong(), in.getLong(), Fields.bytes32(in));
      case 26 -> new Drawn(in.getLong(), Fields.text(in));
      case 27 -> new EpochBegan(in.getLong(), in.getInt());
      case 28 -> new RoomQuarantined(in.getLong(), Fields.text(in));
      case 30 -> drawPlanned(in, CommitmentVersion.PLAN);
      case 9 -> new RateMeasured(in.getLong(), in.getInt());
      case 31 -> new Renewed(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case 32 ->
          new SaleCreated(
              in.getLong(),
              Fields.text(in),
              in.getLong(),
              in.getLong(),
              Entry.of(Fields.code(in, ENTRIES)),
              in.getLong());
      case 33 -> new SaleUpdated(in.getLong(), Fields.text(in), in.getLong(), in.getLong());
      case 34 ->
          new SaleSwitched(
              in.getLong(), SaleState.of(Fields.code(in, SALE_STATES)), Fields.text(in));
      case 35 ->
          new OfferCreated(
              in.getLong(),
              in.getLong(),
              Fields.text(in),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong());
      case 36 -> new OfferUpdated(in.getLong(), Fields.text(in), in.getLong(), in.getLong());
      case 37 -> new Restocked(in.getLong(), in.getLong());
      case 38 -> new ConcertCreated(in.getLong(), Fields.text(in), Fields.text(in));
      case 39 -> new ConcertUpdated(in.getLong(), Fields.text(in), Fields.text(in));
      case 40 ->
          new ScheduleCreated(
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getInt(),
              in.getInt(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong());
      case 41 -> new ScheduleUpdated(in.getLong(), in.getLong(), in.getLong(), in.getLong());
      case 42 ->
          new SaleResumed(
              in.getLong(), SaleState.of(Fields.code(in, SALE_STATES)), Fields.text(in));
      case 48 ->
          new Posted(in.getLong(), in.getLong(), Fields.text(in), Fields.text(in), Fields.text(in));
      case 49 -> new CursorMoved(Fields.text(in), in.getLong());
      case 50 -> new CursorReset(Fields.text(in), in.getLong());
      case 51 ->
          new LetterKept(
              Fields.text(in),
              in.getLong(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              LetterState.of(Fields.code(in, LETTER_STATES)),
              Fields.text(in));
      case 52 -> new LetterGone(Fields.text(in), in.getLong(), in.getInt());
      case 53 ->
          new SinkSwitched(
              Fields.text(in), SinkState.of(Fields.code(in, SINK_STATES)), Fields.text(in));
      case 54 -> new SinkRemoved(Fields.text(in));
      default -> throw new IllegalArgumentException("no event has type " + type);
    };
  }

  private static DrawPlanned drawPlanned(ByteBuffer in, CommitmentVersion commits) {
    return new DrawPlanned(
        in.getLong(), commits, in.getLong(), in.getLong(), Fields.text(in), Fields.bytes32(in));
  }
}
