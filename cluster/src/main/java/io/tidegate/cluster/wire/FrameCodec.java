package io.tidegate.cluster.wire;

import io.tidegate.cluster.wire.Frame.Answered;
import io.tidegate.cluster.wire.Frame.Answers;
import io.tidegate.cluster.wire.Frame.Ask;
import io.tidegate.cluster.wire.Frame.Asked;
import io.tidegate.cluster.wire.Frame.End;
import io.tidegate.cluster.wire.Frame.EndRequest;
import io.tidegate.cluster.wire.Frame.HandOver;
import io.tidegate.cluster.wire.Frame.Hello;
import io.tidegate.cluster.wire.Frame.Kind;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.cluster.wire.Frame.Ping;
import io.tidegate.cluster.wire.Frame.Pong;
import io.tidegate.cluster.wire.Frame.Records;
import io.tidegate.cluster.wire.Frame.Refused;
import io.tidegate.cluster.wire.Frame.Role;
import io.tidegate.cluster.wire.Frame.RoomAge;
import io.tidegate.cluster.wire.Frame.RoomAges;
import io.tidegate.cluster.wire.Frame.RoomAnswered;
import io.tidegate.cluster.wire.Frame.RoomAnswers;
import io.tidegate.cluster.wire.Frame.RoomAsk;
import io.tidegate.cluster.wire.Frame.RoomAsked;
import io.tidegate.cluster.wire.Frame.RoomRate;
import io.tidegate.cluster.wire.Frame.RoomViews;
import io.tidegate.cluster.wire.Frame.RoomWatch;
import io.tidegate.cluster.wire.Frame.Welcome;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.store.log.LogPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Frames as bytes: one type byte, then the fields in the order of the record. */
public final class FrameCodec {

  private static final Kind[] KINDS = Kind.values();
  private static final HexFormat HEX = HexFormat.of();
  private static final int CHAIN_BYTES = 32;

  /** Bytes of an id and of the shortest command or outcome. */
  private static final int ENTRY_BYTES_MIN = Long.BYTES + 1;

  private static final int AGE_BYTES = 3 * Long.BYTES;
  private static final int STATUS_BYTES_MIN = 64;

  private FrameCodec() {}

  /** Bytes that {@link #write} needs at most. */
  public static long bytesMax(Frame frame) {
    return WireFields.FIXED_BYTES_MAX
        + switch (frame) {
          case Hello f -> bytesMax(f.member());
          case Welcome f -> bytesMax(f.member());
          case Refused f -> WireFields.textBytes(f.why());
          case Ask f -> askBytesMax(f);
          case Answers f -> answersBytesMax(f);
          case Records f -> recordsBytes(f);
          case RoomAsk f -> roomAskBytesMax(f);
          case RoomAnswers f -> roomAnswersBytesMax(f);
          case RoomWatch f -> (long) Long.BYTES * f.rooms().size();
          case RoomViews f -> roomViewsBytesMax(f);
          case RoomAges f -> (long) AGE_BYTES * f.rooms().size();
          case RoomRate _ -> 0;
          case EndRequest _, End _, Role _, HandOver _, Ping _, Pong _ -> 0;
        };
  }

  private static int bytesMax(Member member) {
    return WireFields.textBytes(member.name(), member.address());
  }

  private static long askBytesMax(Ask ask) {
    long bytes = 0;
    for (Asked one : ask.batch()) bytes += Long.BYTES + CommandCodec.bytesMax(one.command());
    return bytes;
  }

  private static long answersBytesMax(Answers answers) {
    long bytes = 0;
    for (Answered one : answers.batch()) {
      bytes += ENTRY_BYTES_MIN;
      if (one.outcome() instanceof Outcome.Decided(var result))
        bytes += ResultCodec.bytesMax(result);
    }
    return bytes;
  }

  private static long roomAskBytesMax(RoomAsk ask) {
    long bytes = 0;
    for (RoomAsked one : ask.batch()) bytes += Long.BYTES + RoomCodec.bytesMax(one.question());
    return bytes;
  }

  private static long roomAnswersBytesMax(RoomAnswers answers) {
    long bytes = 0;
    for (RoomAnswered one : answers.batch()) bytes += Long.BYTES + RoomCodec.bytesMax(one.answer());
    return bytes;
  }

  private static long roomViewsBytesMax(RoomViews views) {
    long bytes = 0;
    for (RoomStatus one : views.rooms()) bytes += RoomCodec.bytesMax(one);
    return bytes;
  }

  private static long recordsBytes(Records records) {
    long bytes = 0;
    for (byte[] record : records.records()) bytes += Integer.BYTES + record.length;
    return bytes;
  }

  /** Writes a frame at the buffer's position. */
  public static void write(Frame frame, ByteBuffer out) {
    switch (frame) {
      case Hello f -> greeting(out.put((byte) 1), f.version(), f.member(), f.log(), f.highest());
      case Welcome f -> greeting(out.put((byte) 2), f.version(), f.member(), f.log(), f.highest());
      case Refused f -> WireFields.text(out.put((byte) 3), f.why());
      case Ask f -> {
        out.put((byte) 4).putInt(f.batch().size());
        for (Asked one : f.batch()) CommandCodec.write(one.command(), out.putLong(one.id()));
      }
      case Answers f -> {
        out.put((byte) 5).putLong(f.sequence()).putInt(f.batch().size());
        for (Answered one : f.batch()) outcome(out.putLong(one.id()), one.outcome());
      }
      case Records f -> {
        out.put((byte) 6).putInt(f.records().size());
        for (byte[] record : f.records()) out.putInt(record.length).put(record);
      }
      case EndRequest f -> out.put((byte) 7).putLong(f.op());
      case End f -> position(out.put((byte) 8).putLong(f.op()), f.end());
      case Role f -> {
        out.put((byte) 9).putLong(f.term());
        WireFields.flag(out, f.leader() != null);
        if (f.leader() != null) WireFields.instance(out, f.leader());
        WireFields.flag(out, f.leading());
      }
      case HandOver f -> out.put((byte) 10).putLong(f.op());
      case Ping f -> out.put((byte) 11).putLong(f.number());
      case Pong f -> out.put((byte) 12).putLong(f.number());
      case RoomAsk f -> {
        out.put((byte) 32).putInt(f.batch().size());
        for (RoomAsked one : f.batch()) RoomCodec.write(one.question(), out.putLong(one.id()));
      }
      case RoomAnswers f -> {
        out.put((byte) 33).putInt(f.batch().size());
        for (RoomAnswered one : f.batch()) RoomCodec.write(one.answer(), out.putLong(one.id()));
      }
      case RoomWatch f -> {
        out.put((byte) 34).putInt(f.rooms().size());
        for (long room : f.rooms()) out.putLong(room);
      }
      case RoomViews f -> {
        out.put((byte) 35).putInt(f.rooms().size());
        for (RoomStatus one : f.rooms()) RoomCodec.write(one, out);
      }
      case RoomAges f -> {
        out.put((byte) 36).putInt(f.rooms().size());
        for (RoomAge one : f.rooms())
          out.putLong(one.room()).putLong(one.asOfMs()).putLong(one.ageMs());
      }
      case RoomRate f -> out.put((byte) 37).putLong(f.room()).putDouble(f.peoplePerSecond());
    }
  }

  /**
   * Reads the frame at the buffer's position; what follows it is the caller's.
   *
   * @throws WireFormatException if there is none
   */
  public static Frame read(ByteBuffer in) throws WireFormatException {
    return WireFields.read("a frame", in, FrameCodec::frame);
  }

  private static Frame frame(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 1 -> new Hello(in.getInt(), member(in), log(in), positionOrNone(in));
      case 2 -> new Welcome(in.getInt(), member(in), log(in), positionOrNone(in));
      case 3 -> refused(in);
      case 4 -> ask(in);
      case 5 -> answers(in);
      case 6 -> records(in);
      case 7 -> new EndRequest(in.getLong());
      case 8 -> new End(in.getLong(), position(in));
      case 9 -> new Role(in.getLong(), leader(in), WireFields.flag(in));
      case 10 -> new HandOver(in.getLong());
      case 11 -> new Ping(in.getLong());
      case 12 -> new Pong(in.getLong());
      case 32 ->
          new RoomAsk(
              list(in, ENTRY_BYTES_MIN, i -> new RoomAsked(i.getLong(), RoomCodec.question(i))));
      case 33 ->
          new RoomAnswers(
              list(in, ENTRY_BYTES_MIN, i -> new RoomAnswered(i.getLong(), RoomCodec.answer(i))));
      case 34 -> new RoomWatch(list(in, Long.BYTES, ByteBuffer::getLong));
      case 35 -> new RoomViews(list(in, STATUS_BYTES_MIN, RoomCodec::status));
      case 36 ->
          new RoomAges(
              list(in, AGE_BYTES, i -> new RoomAge(i.getLong(), i.getLong(), i.getLong())));
      case 37 -> new RoomRate(in.getLong(), in.getDouble());
      default -> throw new IllegalArgumentException("an unknown type " + type);
    };
  }

  private static void greeting(
      ByteBuffer out, int version, Member member, String log, @Nullable LogPosition highest) {
    out.putInt(version);
    WireFields.instance(out, member.instance());
    WireFields.text(WireFields.text(out, member.name()), member.address());
    out.put((byte) member.kind().ordinal());
    WireFields.text(out, log);
    WireFields.flag(out, highest != null);
    if (highest != null) position(out, highest);
  }

  private static Member member(ByteBuffer in) {
    return new Member(
        WireFields.instance(in),
        WireFields.text(in),
        WireFields.text(in),
        WireFields.constant(in, KINDS));
  }

  private static String log(ByteBuffer in) {
    return WireFields.text(in);
  }

  private static Refused refused(ByteBuffer in) {
    String why = WireFields.text(in);
    if (why.length() > Frame.WHY_CHARS_MAX)
      throw new IllegalArgumentException("a reason of " + why.length() + " characters");
    return new Refused(why);
  }

  private static <T> List<T> list(ByteBuffer in, int bytesEach, WireFields.Reader<T> reader) {
    int count = WireFields.count(in, Frame.BATCH_MAX, bytesEach);
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) values.add(reader.read(in));
    return values;
  }

  private static Ask ask(ByteBuffer in) {
    return new Ask(list(in, ENTRY_BYTES_MIN, i -> new Asked(i.getLong(), CommandCodec.command(i))));
  }

  private static Answers answers(ByteBuffer in) {
    long sequence = in.getLong();
    return new Answers(
        sequence, list(in, ENTRY_BYTES_MIN, i -> new Answered(i.getLong(), outcome(i))));
  }

  private static void outcome(ByteBuffer out, Outcome outcome) {
    switch (outcome) {
      case Outcome.Decided(var result) -> ResultCodec.write(result, out.put((byte) 0));
      case Outcome.NotDecided _ -> out.put((byte) 1);
      case Outcome.Unknown _ -> out.put((byte) 2);
    }
  }

  private static Outcome outcome(ByteBuffer in) {
    int type = in.get();
    return switch (type) {
      case 0 -> new Outcome.Decided(ResultCodec.result(in));
      case 1 -> new Outcome.NotDecided();
      case 2 -> new Outcome.Unknown();
      default -> throw new IllegalArgumentException("an unknown outcome " + type);
    };
  }

  private static Records records(ByteBuffer in) {
    int count = WireFields.count(in, Frame.BATCH_MAX, Integer.BYTES);
    List<byte[]> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] record = new byte[WireFields.count(in, Integer.MAX_VALUE, 1)];
      in.get(record);
      records.add(record);
    }
    return new Records(records);
  }

  private static void position(ByteBuffer out, LogPosition position) {
    out.putLong(position.sequence()).putLong(position.timeMs());
    out.put(HEX.parseHex(position.chain()));
  }

  private static LogPosition position(ByteBuffer in) {
    long sequence = in.getLong();
    long timeMs = in.getLong();
    byte[] chain = new byte[CHAIN_BYTES];
    in.get(chain);
    return new LogPosition(sequence, timeMs, HEX.formatHex(chain));
  }

  private static @Nullable LogPosition positionOrNone(ByteBuffer in) {
    return WireFields.flag(in) ? position(in) : null;
  }

  private static @Nullable UUID leader(ByteBuffer in) {
    return WireFields.flag(in) ? WireFields.instance(in) : null;
  }
}
