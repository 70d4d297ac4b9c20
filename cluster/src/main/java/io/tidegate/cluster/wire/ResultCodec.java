package io.tidegate.cluster.wire;

import io.tidegate.core.Result;
import io.tidegate.core.Result.AllHeld;
import io.tidegate.core.Result.AlreadyClaimed;
import io.tidegate.core.Result.AlreadyPaid;
import io.tidegate.core.Result.Balance;
import io.tidegate.core.Result.Broken;
import io.tidegate.core.Result.ClaimCancelled;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.ClaimRefunded;
import io.tidegate.core.Result.Closed;
import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Failed;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.GivenBack;
import io.tidegate.core.Result.HoldLapsed;
import io.tidegate.core.Result.InsufficientBalance;
import io.tidegate.core.Result.KeyReused;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.Left;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.MayLook;
import io.tidegate.core.Result.NotEnough;
import io.tidegate.core.Result.NotGenuine;
import io.tidegate.core.Result.NotOpen;
import io.tidegate.core.Result.NotYourTurn;
import io.tidegate.core.Result.OneClaim;
import io.tidegate.core.Result.OtherRoom;
import io.tidegate.core.Result.OverCap;
import io.tidegate.core.Result.OverLimit;
import io.tidegate.core.Result.PaidFor;
import io.tidegate.core.Result.Paused;
import io.tidegate.core.Result.Place;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.RoomClosed;
import io.tidegate.core.Result.RoomFull;
import io.tidegate.core.Result.ScheduleMade;
import io.tidegate.core.Result.SeatTaken;
import io.tidegate.core.Result.Sinks;
import io.tidegate.core.Result.SoldOut;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Result.Stopped;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.TicketNeeded;
import io.tidegate.core.Result.TooLate;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.Result.VisitEnded;
import io.tidegate.core.Result.WalletToppedUp;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.outbox.SinkTable.Letter;
import io.tidegate.core.outbox.SinkTable.Sink;
import io.tidegate.core.room.WaitReason;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.store.codec.Fields;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Results as bytes, as {@link CommandCodec} has commands. Types from 32 on are refusals. A type's
 * number never changes.
 */
public final class ResultCodec {

  private static final Kind[] KINDS = Kind.values();
  private static final Standing[] STANDINGS = Standing.values();
  private static final ClaimState[] CLAIM_STATES = ClaimState.values();
  private static final WaitReason[] REASONS = WaitReason.values();

  private static final SinkState[] SINK_STATES = SinkState.values();
  private static final LetterState[] LETTER_STATES = LetterState.values();

  private static final int SINK_FIXED_BYTES = 2 * Short.BYTES + Long.BYTES + 1 + Integer.BYTES;
  private static final int LETTER_FIXED_BYTES =
      Short.BYTES + 2 * Long.BYTES + 3 * Integer.BYTES + 1;
  private static final int CLAIM_FIXED_BYTES = 9 * Long.BYTES + 1 + Integer.BYTES;

  private ResultCodec() {}

  /**
   * Bytes that {@link #write} needs at most.
   *
   * @throws IllegalArgumentException if a text has more than 21,845 characters: it cannot be
   *     written
   */
  public static int bytesMax(Result result) {
    return WireFields.FIXED_BYTES_MAX
        + switch (result) {
          case Taken r -> claimBytes(r.claim());
          case PaidFor r -> claimBytes(r.claim());
          case GivenBack r -> claimBytes(r.claim());
          case OneClaim r -> claimBytes(r.claim());
          case ManyClaims r -> claimsBytes(r.claims());
          case Sinks r -> sinksBytes(r.sinks());
          case Unfit r -> WireFields.textBytes(r.field(), r.why());
          case Conflict r -> WireFields.textBytes(r.field(), r.why());
          case SeatTaken r -> Long.BYTES * r.seats().length;
          case Full r -> WireFields.textBytes(r.what());
          case Broken r -> WireFields.textBytes(r.invariant());
          case Created _,
              ScheduleMade _,
              Done _,
              WalletToppedUp _,
              Balance _,
              MayLook _,
              Place _,
              Left _,
              Unknown _,
              NotOpen _,
              Closed _,
              Paused _,
              Stopped _,
              SoldOut _,
              AllHeld _,
              NotEnough _,
              AlreadyClaimed _,
              OverLimit _,
              InsufficientBalance _,
              OverCap _,
              HoldLapsed _,
              AlreadyPaid _,
              ClaimCancelled _,
              ClaimRefunded _,
              TooLate _,
              KeyReused _,
              TicketNeeded _,
              NotYourTurn _,
              VisitEnded _,
              OtherRoom _,
              NotGenuine _,
              RoomFull _,
              RoomClosed _,
              Failed _ ->
              0;
        };
  }

  private static int claimBytes(ClaimInfo claim) {
    return CLAIM_FIXED_BYTES + Long.BYTES * claim.seats().length;
  }

  private static int claimsBytes(List<ClaimInfo> claims) {
    int bytes = 0;
    for (ClaimInfo claim : claims) bytes += claimBytes(claim);
    return bytes;
  }

  /** Writes a result at the buffer's position. */
  public static void write(Result result, ByteBuffer out) {
    switch (result) {
      case Created r -> out.put((byte) 1).putLong(r.id());
      case ScheduleMade r -> out.put((byte) 2).putLong(r.schedule()).putLong(r.offer());
      case Done _ -> out.put((byte) 3);
      case Taken r -> WireFields.flag(claim(out.put((byte) 4), r.claim()), r.replayed());
      case PaidFor r -> WireFields.flag(claim(out.put((byte) 5), r.claim()), r.replayed());
      case GivenBack r -> claim(out.put((byte) 6), r.claim());
      case WalletToppedUp r -> WireFields.flag(out.put((byte) 7), r.replayed());
      case OneClaim r -> claim(out.put((byte) 8), r.claim());
      case ManyClaims r -> {
        out.put((byte) 9);
        claims(out, r.claims());
        WireFields.flag(out, r.more());
      }
      case Balance r -> out.put((byte) 10).putLong(r.amount());
      case MayLook _ -> out.put((byte) 11);
      case Place r -> place(out.put((byte) 12), r.place());
      case Left _ -> out.put((byte) 13);
      case Sinks r -> sinks(out.put((byte) 14), r.sinks());
      case Unknown r -> out.put((byte) 32).put((byte) r.kind().ordinal()).putLong(r.id());
      case Unfit r -> WireFields.text(WireFields.text(out.put((byte) 33), r.field()), r.why());
      case Conflict r -> WireFields.text(WireFields.text(out.put((byte) 34), r.field()), r.why());
      case NotOpen r -> out.put((byte) 35).putLong(r.opensAtMs());
      case Closed _ -> out.put((byte) 36);
      case Paused _ -> out.put((byte) 37);
      case Stopped _ -> out.put((byte) 38);
      case SoldOut r -> out.put((byte) 39).putLong(r.offer()).putLong(r.claim());
      case AllHeld r -> out.put((byte) 40).putLong(r.offer()).putLong(r.claim());
      case NotEnough r ->
          out.put((byte) 41).putLong(r.offer()).putLong(r.available()).putLong(r.claim());
      case AlreadyClaimed r -> out.put((byte) 42).putLong(r.claim());
      case OverLimit r -> out.put((byte) 43).putLong(r.limit()).putLong(r.has()).putLong(r.claim());
      case SeatTaken r -> {
        out.put((byte) 44);
        Fields.longs(out, r.seats());
        out.putLong(r.claim());
      }
      case InsufficientBalance r -> out.put((byte) 45).putLong(r.balance()).putLong(r.amount());
      case OverCap r -> out.put((byte) 46).putLong(r.balance()).putLong(r.cap());
      case HoldLapsed r -> out.put((byte) 47).putLong(r.atMs());
      case AlreadyPaid r -> out.put((byte) 48).putLong(r.claim());
      case ClaimCancelled r -> out.put((byte) 49).putLong(r.claim());
      case ClaimRefunded r -> out.put((byte) 50).putLong(r.claim());
      case TooLate r -> out.put((byte) 51).putLong(r.atMs());
      case KeyReused _ -> out.put((byte) 52);
      case Full r -> WireFields.text(out.put((byte) 53), r.what());
      case TicketNeeded r -> out.put((byte) 54).putLong(r.room());
      case NotYourTurn r -> place(out.put((byte) 55), r.place());
      case VisitEnded _ -> out.put((byte) 56);
      case OtherRoom r -> out.put((byte) 57).putLong(r.room());
      case NotGenuine _ -> out.put((byte) 58);
      case RoomFull _ -> out.put((byte) 59);
      case RoomClosed _ -> out.put((byte) 60);
      case Broken r -> WireFields.text(out.put((byte) 61), r.invariant());
      case Failed _ -> out.put((byte) 62);
    }
  }

  /**
   * Reads the result at the buffer's position; what follows it is the caller's.
   *
   * @throws WireFormatException if there is none
   */
  public static Result read(ByteBuffer in) throws WireFormatException {
    return WireFields.read("a result", in, ResultCodec::result);
  }

  static Result result(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 -> new Created(in.getLong());
      case 2 -> new ScheduleMade(in.getLong(), in.getLong());
      case 3 -> new Done();
      case 4 -> new Taken(claim(in), WireFields.flag(in));
      case 5 -> new PaidFor(claim(in), WireFields.flag(in));
      case 6 -> new GivenBack(claim(in));
      case 7 -> new WalletToppedUp(WireFields.flag(in));
      case 8 -> new OneClaim(claim(in));
      case 9 -> new ManyClaims(claims(in), WireFields.flag(in));
      case 10 -> new Balance(in.getLong());
      case 11 -> new MayLook();
      case 12 -> new Place(place(in));
      case 13 -> new Left();
      case 14 -> new Sinks(sinks(in));
      case 32 -> new Unknown(WireFields.constant(in, KINDS), in.getLong());
      case 33 -> new Unfit(WireFields.text(in), WireFields.text(in));
      case 34 -> new Conflict(WireFields.text(in), WireFields.text(in));
      case 35 -> new NotOpen(in.getLong());
      case 36 -> new Closed();
      case 37 -> new Paused();
      case 38 -> new Stopped();
      case 39 -> new SoldOut(in.getLong(), in.getLong());
      case 40 -> new AllHeld(in.getLong(), in.getLong());
      case 41 -> new NotEnough(in.getLong(), in.getLong(), in.getLong());
      case 42 -> new AlreadyClaimed(in.getLong());
      case 43 -> new OverLimit(in.getLong(), in.getLong(), in.getLong());
      case 44 -> new SeatTaken(Fields.longs(in), in.getLong());
      case 45 -> new InsufficientBalance(in.getLong(), in.getLong());
      case 46 -> new OverCap(in.getLong(), in.getLong());
      case 47 -> new HoldLapsed(in.getLong());
      case 48 -> new AlreadyPaid(in.getLong());
      case 49 -> new ClaimCancelled(in.getLong());
      case 50 -> new ClaimRefunded(in.getLong());
      case 51 -> new TooLate(in.getLong());
      case 52 -> new KeyReused();
      case 53 -> new Full(WireFields.text(in));
      case 54 -> new TicketNeeded(in.getLong());
      case 55 -> new NotYourTurn(place(in));
      case 56 -> new VisitEnded();
      case 57 -> new OtherRoom(in.getLong());
      case 58 -> new NotGenuine();
      case 59 -> new RoomFull();
      case 60 -> new RoomClosed();
      case 61 -> new Broken(WireFields.text(in));
      case 62 -> new Failed();
      default -> throw new IllegalArgumentException("an unknown type " + type);
    };
  }

  private static ByteBuffer claim(ByteBuffer out, ClaimInfo c) {
    out.putLong(c.claim()).putLong(c.offer()).putLong(c.concert()).putLong(c.schedule());
    out.putLong(c.user()).putLong(c.quantity()).putLong(c.amount());
    out.put((byte) c.state().ordinal()).putLong(c.createdMs()).putLong(c.untilMs());
    Fields.longs(out, c.seats());
    return out;
  }

  private static ClaimInfo claim(ByteBuffer in) {
    return new ClaimInfo(
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        WireFields.constant(in, CLAIM_STATES),
        in.getLong(),
        in.getLong(),
        Fields.longs(in));
  }

  private static void claims(ByteBuffer out, List<ClaimInfo> claims) {
    out.putInt(claims.size());
    for (ClaimInfo claim : claims) claim(out, claim);
  }

  private static List<ClaimInfo> claims(ByteBuffer in) {
    int count = WireFields.count(in, Integer.MAX_VALUE, CLAIM_FIXED_BYTES);
    List<ClaimInfo> claims = new ArrayList<>(count);
    for (int i = 0; i < count; i++) claims.add(claim(in));
    return List.copyOf(claims);
  }

  private static int sinksBytes(List<Sink> sinks) {
    int bytes = 0;
    for (Sink sink : sinks) {
      bytes += SINK_FIXED_BYTES + WireFields.textBytes(sink.name(), sink.reason());
      for (Letter letter : sink.letters())
        bytes += LETTER_FIXED_BYTES + WireFields.textBytes(letter.error());
    }
    return bytes;
  }

  private static void sinks(ByteBuffer out, List<Sink> sinks) {
    out.putInt(sinks.size());
    for (Sink sink : sinks) {
      WireFields.text(out, sink.name()).putLong(sink.cursor()).put((byte) sink.state().ordinal());
      WireFields.text(out, sink.reason()).putInt(sink.letters().size());
      for (Letter l : sink.letters()) {
        out.putLong(l.sequence()).putInt(l.index()).putInt(l.attempts()).putInt(l.status());
        WireFields.text(out.put((byte) l.state().ordinal()).putLong(l.triedMs()), l.error());
      }
    }
  }

  private static List<Sink> sinks(ByteBuffer in) {
    int count = WireFields.count(in, Integer.MAX_VALUE, SINK_FIXED_BYTES);
    List<Sink> sinks = new ArrayList<>(count);
    for (int i = 0; i < count; i++)
      sinks.add(
          new Sink(
              WireFields.text(in),
              in.getLong(),
              WireFields.constant(in, SINK_STATES),
              WireFields.text(in),
              letters(in)));
    return List.copyOf(sinks);
  }

  private static List<Letter> letters(ByteBuffer in) {
    int count = WireFields.count(in, Integer.MAX_VALUE, LETTER_FIXED_BYTES);
    List<Letter> letters = new ArrayList<>(count);
    for (int i = 0; i < count; i++)
      letters.add(
          new Letter(
              in.getLong(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              WireFields.constant(in, LETTER_STATES),
              in.getLong(),
              WireFields.text(in)));
    return List.copyOf(letters);
  }

  private static ByteBuffer place(ByteBuffer out, PlaceInfo p) {
    out.putLong(p.room()).putInt(p.epoch()).putLong(p.user()).putLong(p.number());
    out.put((byte) p.standing().ordinal()).putLong(p.turn());
    out.putInt(p.ahead()).putInt(p.returned());
    out.putLong(p.etaMs()).putLong(p.untilMs()).putLong(p.issuedMs());
    WireFields.constantOrNone(out, p.reason());
    return out;
  }

  private static PlaceInfo place(ByteBuffer in) {
    return new PlaceInfo(
        in.getLong(),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        WireFields.constant(in, STANDINGS),
        in.getLong(),
        in.getInt(),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        WireFields.constantOrNone(in, REASONS));
  }
}
