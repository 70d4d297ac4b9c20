package io.tidegate.cluster.wire;

import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.store.codec.Fields;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the codecs of this package share, beside {@link Fields}; with the same contract. */
final class WireFields {

  /** Characters of the longest text: more than any command or result that is in range has. */
  static final int TEXT_CHARS_MAX = 21_845;

  private static final int UTF8_BYTES_MAX = 3; // of a char; a pair of surrogates takes four
  private static final int TEXT_BYTES_MAX = UTF8_BYTES_MAX * TEXT_CHARS_MAX;

  /** Bytes that the fields of fixed width take at most in one command, result or answer. */
  static final int FIXED_BYTES_MAX = 256;

  private WireFields() {}

  /** Reads one value; what its reader throws becomes the one exception of this package. */
  static <T> T read(String what, ByteBuffer in, Reader<T> reader) throws WireFormatException {
    try {
      return reader.read(in);
    } catch (BufferUnderflowException e) {
      throw new WireFormatException(what + " is cut short", e);
    } catch (IllegalArgumentException e) {
      throw new WireFormatException(what + " holds " + e.getMessage(), e);
    }
  }

  /** Reads a value, or throws as {@link Fields} does. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ByteBuffer in);
  }

  /**
   * Bytes that these texts take at most.
   *
   * @throws IllegalArgumentException if one of them may be too long
   */
  static int textBytes(@Nullable String... texts) {
    int bytes = 0;
    for (String text : texts) {
      if (text == null) continue;
      checkLength(text);
      bytes += UTF8_BYTES_MAX * text.length();
    }
    return bytes;
  }

  private static void checkLength(String text) {
    if (text.length() > TEXT_CHARS_MAX)
      throw new IllegalArgumentException("a text of " + text.length() + " characters");
  }

  static ByteBuffer text(ByteBuffer out, String text) {
    return Fields.text(out, text, TEXT_BYTES_MAX);
  }

  static String text(ByteBuffer in) {
    String text = Fields.text(in, TEXT_BYTES_MAX);
    checkLength(text);
    return text;
  }

  static boolean flag(ByteBuffer in) {
    return Fields.code(in, 2) == 1;
  }

  static ByteBuffer flag(ByteBuffer out, boolean flag) {
    return out.put((byte) (flag ? 1 : 0));
  }

  /** A text or none. */
  static void textOrNone(ByteBuffer out, @Nullable String text) {
    flag(out, text != null);
    if (text != null) text(out, text);
  }

  static @Nullable String textOrNone(ByteBuffer in) {
    return flag(in) ? text(in) : null;
  }

  /** A number or none. */
  static void longOrNone(ByteBuffer out, @Nullable Long number) {
    flag(out, number != null);
    if (number != null) out.putLong(number);
  }

  static @Nullable Long longOrNone(ByteBuffer in) {
    return flag(in) ? (Long) in.getLong() : null;
  }

  /** A number or none. */
  static void intOrNone(ByteBuffer out, @Nullable Integer number) {
    flag(out, number != null);
    if (number != null) out.putInt(number);
  }

  static @Nullable Integer intOrNone(ByteBuffer in) {
    return flag(in) ? (Integer) in.getInt() : null;
  }

  static ByteBuffer ticket(ByteBuffer out, TicketRef t) {
    return out.putLong(t.room()).putInt(t.epoch()).putLong(t.user()).putLong(t.number());
  }

  static TicketRef ticket(ByteBuffer in) {
    return new TicketRef(in.getLong(), in.getInt(), in.getLong(), in.getLong());
  }

  /** A ticket or none. */
  static void ticketOrNone(ByteBuffer out, @Nullable TicketRef ticket) {
    flag(out, ticket != null);
    if (ticket != null) ticket(out, ticket);
  }

  static @Nullable TicketRef ticketOrNone(ByteBuffer in) {
    return flag(in) ? ticket(in) : null;
  }

  static ByteBuffer settings(ByteBuffer out, RoomSettings settings) {
    Fields.settings(out, settings, TEXT_BYTES_MAX);
    return out;
  }

  static RoomSettings settings(ByteBuffer in) {
    return Fields.settings(in, TEXT_BYTES_MAX);
  }

  /** How a room will draw, or that it does not. */
  static void planOrNone(ByteBuffer out, @Nullable DrawPlan plan) {
    flag(out, plan != null);
    if (plan == null) return;
    text(out.putLong(plan.gathersAtMs()).putLong(plan.opensAtMs()), plan.beacon());
    Fields.bytes32(out, plan.secret());
  }

  static @Nullable DrawPlan planOrNone(ByteBuffer in) {
    return flag(in) ? new DrawPlan(in.getLong(), in.getLong(), text(in), Fields.bytes32(in)) : null;
  }

  /** A constant of an enum, by its ordinal; a test pins these. */
  static <E extends Enum<E>> E constant(ByteBuffer in, E[] all) {
    return all[Fields.code(in, all.length)];
  }

  /** The same, or none. */
  static void constantOrNone(ByteBuffer out, @Nullable Enum<?> constant) {
    out.put((byte) (constant == null ? 0 : constant.ordinal() + 1));
  }

  static <E extends Enum<E>> @Nullable E constantOrNone(ByteBuffer in, E[] all) {
    int code = Fields.code(in, all.length + 1);
    return code == 0 ? null : all[code - 1];
  }

  static ByteBuffer instance(ByteBuffer out, UUID instance) {
    return out.putLong(instance.getMostSignificantBits())
        .putLong(instance.getLeastSignificantBits());
  }

  static UUID instance(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  /**
   * How many values follow.
   *
   * @param most at most so many
   * @param bytesEach and so many bytes each at least
   */
  static int count(ByteBuffer in, int most, int bytesEach) {
    int count = in.getInt();
    if (count < 0 || count > most || count > in.remaining() / bytesEach)
      throw new IllegalArgumentException("a list of " + count);
    return count;
  }
}
