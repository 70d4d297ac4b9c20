package io.tidegate.cluster.wire;

import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Cause;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.NotOpen;
import io.tidegate.engine.room.RoomAnswer.Refusal;
import io.tidegate.engine.room.RoomAnswer.Refused;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Unfit;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomQuestion.AskPlace;
import io.tidegate.engine.room.RoomQuestion.Ensure;
import io.tidegate.engine.room.RoomQuestion.Enter;
import io.tidegate.engine.room.RoomQuestion.Join;
import io.tidegate.engine.room.RoomQuestion.Leave;
import io.tidegate.engine.room.RoomQuestion.Renew;
import io.tidegate.engine.room.RoomStatus;
import java.nio.ByteBuffer;

/** What gates ask of rooms and are told, as bytes; as {@link CommandCodec} has commands. */
final class RoomCodec {

  private static final WaitReason[] REASONS = WaitReason.values();
  private static final Refusal[] REFUSALS = Refusal.values();
  private static final Cause[] CAUSES = Cause.values();

  private RoomCodec() {}

  static int bytesMax(RoomQuestion<?> question) {
    return WireFields.FIXED_BYTES_MAX
        + switch (question) {
          case Ensure(var settings, var plan) ->
              WireFields.textBytes(settings.name(), plan == null ? null : plan.beacon());
          case Join _, AskPlace _, Enter _, Renew _, Leave _ -> 0;
        };
  }

  static int bytesMax(RoomAnswer answer) {
    return WireFields.FIXED_BYTES_MAX
        + switch (answer) {
          case Unfit(String field, String why) -> WireFields.textBytes(field, why);
          case Exists _,
              Waiting _,
              Gathering _,
              Called _,
              Inside _,
              Ended _,
              NotGenuine _,
              NotOpen _,
              Refused _,
              Unavailable _ ->
              0;
        };
  }

  static int bytesMax(RoomStatus status) {
    return WireFields.FIXED_BYTES_MAX
        + WireFields.textBytes(status.settings().name(), status.commitment());
  }

  static void write(RoomQuestion<?> question, ByteBuffer out) {
    switch (question) {
      case Ensure(var settings, var plan) ->
          WireFields.planOrNone(WireFields.settings(out.put((byte) 1), settings), plan);
      case Join(long room, long visitor) -> out.put((byte) 2).putLong(room).putLong(visitor);
      case AskPlace(var ticket) -> WireFields.ticket(out.put((byte) 3), ticket);
      case Enter(var ticket) -> WireFields.ticket(out.put((byte) 4), ticket);
      case Renew(var ticket) -> WireFields.ticket(out.put((byte) 5), ticket);
      case Leave(var ticket) -> WireFields.ticket(out.put((byte) 6), ticket);
    }
  }

  static RoomQuestion<?> question(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 -> new Ensure(WireFields.settings(in), WireFields.planOrNone(in));
      case 2 -> new Join(in.getLong(), in.getLong());
      case 3 -> new AskPlace(WireFields.ticket(in));
      case 4 -> new Enter(WireFields.ticket(in));
      case 5 -> new Renew(WireFields.ticket(in));
      case 6 -> new Leave(WireFields.ticket(in));
      default -> throw new IllegalArgumentException("an unknown question " + type);
    };
  }

  static void write(RoomAnswer answer, ByteBuffer out) {
    switch (answer) {
      case Exists(long room) -> out.put((byte) 1).putLong(room);
      case Unfit(String field, String why) ->
          WireFields.text(WireFields.text(out.put((byte) 2), field), why);
      case Waiting a -> {
        WireFields.ticket(out.put((byte) 3), a.ticket()).putLong(a.issuedMs()).putLong(a.turn());
        out.putInt(a.ahead()).putInt(a.returned()).putLong(a.etaMs());
        WireFields.constantOrNone(out, a.reason());
      }
      case Gathering a -> {
        WireFields.ticket(out.put((byte) 4), a.ticket()).putLong(a.issuedMs());
        out.putInt(a.others()).putLong(a.opensInMs());
        WireFields.constantOrNone(out, a.reason());
      }
      case Called a -> {
        WireFields.ticket(out.put((byte) 5), a.ticket()).putLong(a.issuedMs());
        out.putLong(a.untilMs()).putLong(a.leftMs());
        WireFields.constantOrNone(out, a.reason());
      }
      case Inside a -> {
        WireFields.ticket(out.put((byte) 6), a.ticket()).putLong(a.issuedMs());
        out.putLong(a.untilMs()).putLong(a.leftMs());
        WireFields.constantOrNone(out, a.reason());
      }
      case Ended(var ticket) -> WireFields.ticket(out.put((byte) 7), ticket);
      case NotGenuine _ -> out.put((byte) 8);
      case NotOpen(long gathersAtMs) -> out.put((byte) 9).putLong(gathersAtMs);
      case Refused(var why) -> out.put((byte) 10).put((byte) why.ordinal());
      case Unavailable(var cause) -> out.put((byte) 11).put((byte) cause.ordinal());
    }
  }

  static RoomAnswer answer(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 -> new Exists(in.getLong());
      case 2 -> new Unfit(WireFields.text(in), WireFields.text(in));
      case 3 ->
          new Waiting(
              WireFields.ticket(in),
              in.getLong(),
              in.getLong(),
              in.getInt(),
              in.getInt(),
              in.getLong(),
              WireFields.constantOrNone(in, REASONS));
      case 4 ->
          new Gathering(
              WireFields.ticket(in),
              in.getLong(),
              in.getInt(),
              in.getLong(),
              WireFields.constantOrNone(in, REASONS));
      case 5 ->
          new Called(
              WireFields.ticket(in),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              WireFields.constantOrNone(in, REASONS));
      case 6 ->
          new Inside(
              WireFields.ticket(in),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              WireFields.constantOrNone(in, REASONS));
      case 7 -> new Ended(WireFields.ticket(in));
      case 8 -> new NotGenuine();
      case 9 -> new NotOpen(in.getLong());
      case 10 -> new Refused(WireFields.constant(in, REFUSALS));
      case 11 -> new Unavailable(WireFields.constant(in, CAUSES));
      default -> throw new IllegalArgumentException("an unknown answer " + type);
    };
  }

  static void write(RoomStatus s, ByteBuffer out) {
    out.putLong(s.asOfMs()).putLong(s.ageMs()).putLong(s.room()).putInt(s.epoch());
    WireFields.settings(out, s.settings());
    out.putInt(s.people()).putLong(s.opensAtMs()).putLong(s.lastNumber()).putLong(s.calledUpTo());
    out.putInt(s.waiting()).putInt(s.called()).putInt(s.inside());
    out.putLong(s.units()).putLong(s.unitsLeft()).putLong(s.unitsAvailable());
    WireFields.constantOrNone(out, s.reason());
    WireFields.textOrNone(out, s.commitment());
  }

  static RoomStatus status(ByteBuffer in) {
    return new RoomStatus(
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getInt(),
        WireFields.settings(in),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        in.getInt(),
        in.getInt(),
        in.getInt(),
        in.getLong(),
        in.getLong(),
        in.getLong(),
        WireFields.constantOrNone(in, REASONS),
        WireFields.textOrNone(in));
  }
}
