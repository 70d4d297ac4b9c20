package io.tidegate.audit.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one record's body, strictly: an unknown type, a value out of its range or a
 * length beyond the body is refused.
 */
final class EventReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int HASH = 32;
  private static final int TEXT_MAX = 4_096;
  private static final long[] NONE = {};

  private final byte[] bytes;
  private final int end;
  private int at;

  EventReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Where the next event begins in the array. */
  int at() {
    return at;
  }

  boolean atEnd() {
    return at == end;
  }

  Event next() throws MalformedEventException {
    int start = at;
    int type = u8(255);
    return switch (type) {
      case 1 -> new Event.Claimed(i64(), i64(), i64(), i64(), i64(), time(), list(), key());
      case 2 -> new Event.Paid(i64(), i64(), i64(), key());
      case 3 -> new Event.Lapsed(i64());
      case 4 -> new Event.Cancelled(i64(), i64(), i64());
      case 5 -> new Event.ToppedUp(i64(), i64(), key());
      case 6 -> new Event.ClaimsRetired(list());
      case 7 -> new Event.KeysExpired(list());
      case 8 -> new Event.Refunded(i64(), i64(), i64(), text());
      case 29 -> new Event.RoomsRetired(list());
      case 43 -> new Event.SalesRetired(list());
      case 16 -> new Event.Joined(i64(), i64(), i64());
      case 17 -> new Event.Called(i64(), i64(), i64(), time());
      case 18 -> new Event.CallLapsed(i64(), i64(), i64());
      case 19 -> new Event.Returned(i64(), i64(), i64(), i64());
      case 20 -> new Event.Entered(i64(), i64(), i64(), time());
      case 21 -> new Event.Ended(i64(), i64(), i64(), u8(2));
      case 22 -> new Event.RoomCreated(i64(), i32(), settings());
      case 23 -> new Event.RoomUpdated(i64(), settings());
      case 24 -> new Event.DrawPlanned(1, i64(), time(), time(), text(), hash());
      case 25 -> new Event.CohortClosed(i64(), i64(), hash());
      case 26 -> new Event.Drawn(i64(), text());
      case 27 -> new Event.EpochBegan(i64(), i32());
      case 28 -> new Event.RoomQuarantined(i64(), text());
      case 9 -> new Event.RateMeasured(i64(), i32());
      case 31 -> new Event.Renewed(i64(), i64(), i64(), time());
      case 30 -> new Event.DrawPlanned(2, i64(), time(), time(), text(), hash());
      case 32 -> new Event.SaleCreated(i64(), text(), time(), time(), u8(1), i64());
      case 33 -> new Event.SaleUpdated(i64(), text(), time(), time());
      case 34 -> new Event.SaleSwitched(i64(), u8(4), text());
      case 35 -> new Event.OfferCreated(i64(), i64(), text(), i64(), i64(), i64(), i64(), i64());
      case 36 -> new Event.OfferUpdated(i64(), text(), i64(), i64());
      case 37 -> new Event.Restocked(i64(), i64());
      case 38 -> new Event.ConcertCreated(i64(), text(), text());
      case 39 -> new Event.ConcertUpdated(i64(), text(), text());
      case 40 -> schedule();
      case 41 -> new Event.ScheduleUpdated(i64(), dates());
      case 42 -> new Event.SaleResumed(i64(), u8(3), text());
      case 48 -> new Event.Posted(i64(), i64(), text(), text(), text());
      case 49 -> new Event.CursorMoved(text(), i64());
      case 50 -> new Event.CursorReset(text(), i64());
      case 51 -> new Event.LetterKept(text(), i64(), i32(), i32(), i32(), u8(1), text());
      case 52 -> new Event.LetterGone(text(), i64(), i32());
      case 53 -> new Event.SinkSwitched(text(), u8(1), text());
      case 54 -> new Event.SinkRemoved(text());
      default ->
          throw new MalformedEventException(start, "events of type " + type + " are unknown");
    };
  }

  private Event schedule() throws MalformedEventException {
    return new Event.ScheduleCreated(
        i64(), i64(), i64(), i64(), dates(), i32(), i32(), i64(), i64(), i64(), i64(), i64());
  }

  private Event.Dates dates() throws MalformedEventException {
    return new Event.Dates(time(), time(), time());
  }

  private Event.Settings settings() throws MalformedEventException {
    return new Event.Settings(text(), u8(5), i32(), i64(), i32(), i64(), i64());
  }

  private Event.@Nullable IdempotencyKey key() throws MalformedEventException {
    return u8(1) == 0 ? null : new Event.IdempotencyKey(time(), time(), time());
  }

  private int u8(int max) throws MalformedEventException {
    need(1);
    int value = bytes[at] & 0xff;
    if (value > max)
      throw new MalformedEventException(at, value + " where at most " + max + " may be");
    at++;
    return value;
  }

  private int i32() throws MalformedEventException {
    need(4);
    int value = (int) INT.get(bytes, at);
    if (value < 0) throw new MalformedEventException(at, value + " is negative");
    at += 4;
    return value;
  }

  long i64() throws MalformedEventException {
    need(8);
    long value = (long) LONG.get(bytes, at);
    if (value < 0) throw new MalformedEventException(at, value + " is negative");
    at += 8;
    return value;
  }

  /** A time, or bits of any kind: may be negative. */
  long time() throws MalformedEventException {
    need(8);
    long value = (long) LONG.get(bytes, at);
    at += 8;
    return value;
  }

  /** 32 bytes of any bits. */
  private byte[] hash() throws MalformedEventException {
    need(HASH);
    at += HASH;
    return Arrays.copyOfRange(bytes, at - HASH, at);
  }

  private long[] list() throws MalformedEventException {
    int count = i32();
    if (count == 0) return NONE;
    need(8L * count);
    long[] list = new long[count];
    for (int i = 0; i < count; i++) list[i] = time();
    return list;
  }

  String text() throws MalformedEventException {
    need(2);
    int length = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    if (length > TEXT_MAX) throw new MalformedEventException(at, "a text of " + length + " bytes");
    at += 2;
    need(length);
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(bytes, at, length);
      String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      throw new MalformedEventException(at, "a text that is not UTF-8");
    }
  }

  private void need(long count) throws MalformedEventException {
    if (count > end - at) throw new MalformedEventException(at, "the event ends beyond the body");
  }
}
