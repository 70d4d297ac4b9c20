package io.tidegate.cluster.wire;

import io.tidegate.core.Command;
import io.tidegate.core.Command.AskBalance;
import io.tidegate.core.Command.AskPlace;
import io.tidegate.core.Command.AskSinks;
import io.tidegate.core.Command.BeginEpoch;
import io.tidegate.core.Command.Cancel;
import io.tidegate.core.Command.Claim;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.DropLetter;
import io.tidegate.core.Command.Enter;
import io.tidegate.core.Command.FindClaim;
import io.tidegate.core.Command.GiveBeacon;
import io.tidegate.core.Command.HoldSeats;
import io.tidegate.core.Command.Join;
import io.tidegate.core.Command.KeepLetter;
import io.tidegate.core.Command.Leave;
import io.tidegate.core.Command.ListClaims;
import io.tidegate.core.Command.Look;
import io.tidegate.core.Command.LookUpClaims;
import io.tidegate.core.Command.MeasureRate;
import io.tidegate.core.Command.MoveCursor;
import io.tidegate.core.Command.Pay;
import io.tidegate.core.Command.Refund;
import io.tidegate.core.Command.RemoveSink;
import io.tidegate.core.Command.Renew;
import io.tidegate.core.Command.ResetCursor;
import io.tidegate.core.Command.Restock;
import io.tidegate.core.Command.ResumeStopped;
import io.tidegate.core.Command.Switch;
import io.tidegate.core.Command.SwitchSale;
import io.tidegate.core.Command.SwitchSink;
import io.tidegate.core.Command.TopUp;
import io.tidegate.core.Command.UpdateConcert;
import io.tidegate.core.Command.UpdateOffer;
import io.tidegate.core.Command.UpdateRoom;
import io.tidegate.core.Command.UpdateSale;
import io.tidegate.core.Command.UpdateSchedule;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.store.codec.Fields;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Commands as bytes: one type byte, then the fields in the order of the record, as {@link Fields}
 * has them. A type's number never changes; instances of two versions speak with each other while
 * one replaces the other.
 */
public final class CommandCodec {

  private static final Entry[] ENTRIES = Entry.values();
  private static final SaleState[] SALE_STATES = SaleState.values();
  private static final RoomState[] ROOM_STATES = RoomState.values();
  private static final Switch[] SWITCHES = Switch.values();
  private static final LetterState[] LETTER_STATES = LetterState.values();
  private static final SinkState[] SINK_STATES = SinkState.values();

  private CommandCodec() {}

  /**
   * Bytes that {@link #write} needs at most.
   *
   * @throws IllegalArgumentException if a text has more than 21,845 characters: it cannot be
   *     written
   */
  public static int bytesMax(Command command) {
    return WireFields.FIXED_BYTES_MAX
        + switch (command) {
          case CreateSale c -> WireFields.textBytes(c.name());
          case UpdateSale c -> WireFields.textBytes(c.name());
          case ResumeStopped c -> WireFields.textBytes(c.reason());
          case Refund c -> WireFields.textBytes(c.reason());
          case CreateOffer c -> WireFields.textBytes(c.name());
          case UpdateOffer c -> WireFields.textBytes(c.name());
          case CreateConcert c -> WireFields.textBytes(c.title(), c.place());
          case UpdateConcert c -> WireFields.textBytes(c.title(), c.place());
          case HoldSeats c -> Long.BYTES * c.seats().length;
          case CreateRoom c -> WireFields.textBytes(c.settings().name()) + planBytes(c.plan());
          case GiveBeacon c -> WireFields.textBytes(c.value());
          case CreatePost c -> WireFields.textBytes(c.author(), c.title(), c.text());
          case MoveCursor c -> WireFields.textBytes(c.sink());
          case ResetCursor c -> WireFields.textBytes(c.sink());
          case KeepLetter c -> WireFields.textBytes(c.sink(), c.error());
          case DropLetter c -> WireFields.textBytes(c.sink());
          case SwitchSink c -> WireFields.textBytes(c.sink(), c.reason());
          case RemoveSink c -> WireFields.textBytes(c.sink());
          case LookUpClaims c -> Long.BYTES * c.claims().length;
          case AskSinks _,
              SwitchSale _,
              Restock _,
              CreateSchedule _,
              UpdateSchedule _,
              Claim _,
              Look _,
              Pay _,
              Cancel _,
              TopUp _,
              FindClaim _,
              ListClaims _,
              AskBalance _,
              UpdateRoom _,
              MeasureRate _,
              BeginEpoch _,
              Join _,
              AskPlace _,
              Enter _,
              Renew _,
              Leave _ ->
              0;
        };
  }

  private static int planBytes(@Nullable DrawPlan plan) {
    return plan == null ? 0 : WireFields.textBytes(plan.beacon());
  }

  /** Writes a command at the buffer's position. */
  public static void write(Command command, ByteBuffer out) {
    switch (command) {
      case CreateSale c ->
          WireFields.text(out.put((byte) 1), c.name())
              .putLong(c.opensAtMs())
              .putLong(c.closesAtMs())
              .put((byte) c.entry().ordinal())
              .putLong(c.room());
      case UpdateSale c -> {
        out.put((byte) 2).putLong(c.sale());
        WireFields.textOrNone(out, c.name());
        WireFields.longOrNone(out, c.opensAtMs());
        WireFields.longOrNone(out, c.closesAtMs());
      }
      case SwitchSale c -> out.put((byte) 3).putLong(c.sale()).put((byte) c.to().ordinal());
      case ResumeStopped c ->
          WireFields.text(
              out.put((byte) 4).putLong(c.sale()).put((byte) c.to().ordinal()), c.reason());
      case Refund c -> WireFields.text(out.put((byte) 5).putLong(c.claim()), c.reason());
      case CreateOffer c ->
          WireFields.text(out.put((byte) 6).putLong(c.sale()), c.name())
              .putLong(c.total())
              .putLong(c.price())
              .putLong(c.perClaim())
              .putLong(c.perUser())
              .putLong(c.holdMs());
      case UpdateOffer c -> {
        out.put((byte) 7).putLong(c.offer());
        WireFields.textOrNone(out, c.name());
        WireFields.longOrNone(out, c.perClaim());
        WireFields.longOrNone(out, c.perUser());
      }
      case Restock c -> out.put((byte) 8).putLong(c.offer()).putLong(c.total());
      case CreateConcert c ->
          WireFields.text(WireFields.text(out.put((byte) 9), c.title()), c.place());
      case UpdateConcert c -> {
        out.put((byte) 10).putLong(c.concert());
        WireFields.textOrNone(out, c.title());
        WireFields.textOrNone(out, c.place());
      }
      case CreateSchedule c ->
          out.put((byte) 11)
              .putLong(c.concert())
              .putLong(c.sale())
              .putLong(c.openDateMs())
              .putLong(c.startMs())
              .putLong(c.endMs())
              .putInt(c.seatRows())
              .putInt(c.perRow())
              .putLong(c.price())
              .putLong(c.holdMs())
              .putLong(c.perClaim())
              .putLong(c.perUser());
      case UpdateSchedule c -> {
        out.put((byte) 12).putLong(c.schedule());
        WireFields.longOrNone(out, c.openDateMs());
        WireFields.longOrNone(out, c.startMs());
        WireFields.longOrNone(out, c.endMs());
      }
      case Claim c -> {
        out.put((byte) 13).putLong(c.offer()).putLong(c.user()).putLong(c.quantity());
        WireFields.ticketOrNone(out, c.ticket());
        Fields.key(out, c.key());
      }
      case HoldSeats c -> {
        out.put((byte) 14).putLong(c.concert()).putLong(c.schedule());
        Fields.longs(out, c.seats());
        out.putLong(c.user());
        WireFields.ticketOrNone(out, c.ticket());
        Fields.key(out, c.key());
      }
      case Look c ->
          WireFields.ticket(out.put((byte) 15).putLong(c.schedule()).putLong(c.user()), c.ticket());
      case Pay c -> {
        out.put((byte) 16)
            .putLong(c.claim())
            .putLong(c.user())
            .putLong(c.concert())
            .putLong(c.seat());
        Fields.key(out, c.key());
      }
      case Cancel c -> out.put((byte) 17).putLong(c.claim()).putLong(c.user());
      case TopUp c -> {
        out.put((byte) 18).putLong(c.user()).putLong(c.amount());
        Fields.key(out, c.key());
      }
      case FindClaim c -> out.put((byte) 19).putLong(c.claim()).putLong(c.user());
      case ListClaims c ->
          out.put((byte) 20).putLong(c.user()).putLong(c.before()).putInt(c.limit());
      case AskBalance c -> out.put((byte) 21).putLong(c.user());
      case CreateRoom c -> {
        WireFields.settings(out.put((byte) 22), c.settings());
        WireFields.planOrNone(out, c.plan());
      }
      case UpdateRoom c -> {
        out.put((byte) 23).putLong(c.room());
        WireFields.constantOrNone(out, c.state());
        WireFields.intOrNone(out, c.people());
        WireFields.longOrNone(out, c.intervalMs());
        WireFields.intOrNone(out, c.insideMax());
        WireFields.longOrNone(out, c.callMs());
        WireFields.longOrNone(out, c.insideMs());
        WireFields.longOrNone(out, c.gathersAtMs());
        WireFields.longOrNone(out, c.opensAtMs());
      }
      case MeasureRate c -> out.put((byte) 24).putLong(c.room()).putInt(c.people());
      case GiveBeacon c -> WireFields.text(out.put((byte) 25).putLong(c.room()), c.value());
      case BeginEpoch c -> out.put((byte) 26).putLong(c.room());
      case Join c -> out.put((byte) 27).putLong(c.room()).putLong(c.user());
      case AskPlace c -> WireFields.ticket(out.put((byte) 28), c.ticket());
      case Enter c -> WireFields.ticket(out.put((byte) 29), c.ticket());
      case Renew c -> WireFields.ticket(out.put((byte) 30), c.ticket());
      case Leave c -> WireFields.ticket(out.put((byte) 31), c.ticket());
      case CreatePost c ->
          WireFields.text(
              WireFields.text(WireFields.text(out.put((byte) 32), c.author()), c.title()),
              c.text());
      case MoveCursor c -> WireFields.text(out.put((byte) 33), c.sink()).putLong(c.sequence());
      case ResetCursor c -> WireFields.text(out.put((byte) 34), c.sink()).putLong(c.sequence());
      case KeepLetter c -> {
        WireFields.text(out.put((byte) 35), c.sink()).putLong(c.sequence()).putInt(c.index());
        out.putInt(c.attempts()).putInt(c.status()).put((byte) c.state().ordinal());
        WireFields.text(out, c.error());
      }
      case DropLetter c ->
          WireFields.text(out.put((byte) 36), c.sink()).putLong(c.sequence()).putInt(c.index());
      case SwitchSink c ->
          WireFields.text(
              WireFields.text(out.put((byte) 37), c.sink()).put((byte) c.to().ordinal()),
              c.reason());
      case RemoveSink c -> WireFields.text(out.put((byte) 38), c.sink());
      case AskSinks _ -> out.put((byte) 39);
      case LookUpClaims c -> Fields.longs(out.put((byte) 40), c.claims());
    }
  }

  /**
   * Reads the command at the buffer's position; what follows it is the caller's.
   *
   * @throws WireFormatException if there is none
   */
  public static Command read(ByteBuffer in) throws WireFormatException {
    return WireFields.read("a command", in, CommandCodec::command);
  }

  static Command command(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 ->
          new CreateSale(
              WireFields.text(in),
              in.getLong(),
              in.getLong(),
              WireFields.constant(in, ENTRIES),
              in.getLong());
      case 2 ->
          new UpdateSale(
              in.getLong(),
              WireFields.textOrNone(in),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in));
      case 3 -> new SwitchSale(in.getLong(), WireFields.constant(in, SWITCHES));
      case 4 ->
          new ResumeStopped(
              in.getLong(), WireFields.constant(in, SALE_STATES), WireFields.text(in));
      case 5 -> new Refund(in.getLong(), WireFields.text(in));
      case 6 ->
          new CreateOffer(
              in.getLong(),
              WireFields.text(in),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong());
      case 7 ->
          new UpdateOffer(
              in.getLong(),
              WireFields.textOrNone(in),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in));
      case 8 -> new Restock(in.getLong(), in.getLong());
      case 9 -> new CreateConcert(WireFields.text(in), WireFields.text(in));
      case 10 ->
          new UpdateConcert(in.getLong(), WireFields.textOrNone(in), WireFields.textOrNone(in));
      case 11 ->
          new CreateSchedule(
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
              in.getLong());
      case 12 ->
          new UpdateSchedule(
              in.getLong(),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in));
      case 13 ->
          new Claim(
              in.getLong(),
              in.getLong(),
              in.getLong(),
              WireFields.ticketOrNone(in),
              Fields.key(in));
      case 14 ->
          new HoldSeats(
              in.getLong(),
              in.getLong(),
              Fields.longs(in),
              in.getLong(),
              WireFields.ticketOrNone(in),
              Fields.key(in));
      case 15 -> new Look(in.getLong(), in.getLong(), WireFields.ticket(in));
      case 16 -> new Pay(in.getLong(), in.getLong(), in.getLong(), in.getLong(), Fields.key(in));
      case 17 -> new Cancel(in.getLong(), in.getLong());
      case 18 -> new TopUp(in.getLong(), in.getLong(), Fields.key(in));
      case 19 -> new FindClaim(in.getLong(), in.getLong());
      case 20 -> new ListClaims(in.getLong(), in.getLong(), in.getInt());
      case 21 -> new AskBalance(in.getLong());
      case 22 -> new CreateRoom(WireFields.settings(in), WireFields.planOrNone(in));
      case 23 ->
          new UpdateRoom(
              in.getLong(),
              WireFields.constantOrNone(in, ROOM_STATES),
              WireFields.intOrNone(in),
              WireFields.longOrNone(in),
              WireFields.intOrNone(in),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in),
              WireFields.longOrNone(in));
      case 24 -> new MeasureRate(in.getLong(), in.getInt());
      case 25 -> new GiveBeacon(in.getLong(), WireFields.text(in));
      case 26 -> new BeginEpoch(in.getLong());
      case 27 -> new Join(in.getLong(), in.getLong());
      case 28 -> new AskPlace(WireFields.ticket(in));
      case 29 -> new Enter(WireFields.ticket(in));
      case 30 -> new Renew(WireFields.ticket(in));
      case 31 -> new Leave(WireFields.ticket(in));
      case 32 -> new CreatePost(WireFields.text(in), WireFields.text(in), WireFields.text(in));
      case 33 -> new MoveCursor(WireFields.text(in), in.getLong());
      case 34 -> new ResetCursor(WireFields.text(in), in.getLong());
      case 35 ->
          new KeepLetter(
              WireFields.text(in),
              in.getLong(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              WireFields.constant(in, LETTER_STATES),
              WireFields.text(in));
      case 36 -> new DropLetter(WireFields.text(in), in.getLong(), in.getInt());
      case 37 ->
          new SwitchSink(
              WireFields.text(in), WireFields.constant(in, SINK_STATES), WireFields.text(in));
      case 38 -> new RemoveSink(WireFields.text(in));
      case 39 -> new AskSinks();
      case 40 -> new LookUpClaims(Fields.longs(in));
      default -> throw new IllegalArgumentException("an unknown type " + type);
    };
  }
}
