package io.tidegate.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The events of one record, written from part 2 of {@code docs/journal-format.md} alone. */
final class Body {
  static final long NEVER = Long.MAX_VALUE;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
  private int count;

  Body() {}

  /** Goes on from another body. */
  Body(Body other) {
    bytes.put(other.bytes());
    count = other.count;
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** An idempotency key's hash. */
  record Key(long high, long low) {}

  Body claimed(long claim, long offer, long user, long quantity, long amount, long until) {
    return claimed(claim, offer, user, quantity, amount, until, null);
  }

  Body claimed(
      long claim,
      long offer,
      long user,
      long quantity,
      long amount,
      long until,
      @Nullable Key key,
      long... seats) {
    return event(1, claim, offer, user, quantity, amount, until).list(seats).key(key);
  }

  Body paid(long claim, long user, long amount) {
    return event(2, claim, user, amount).key(null);
  }

  Body lapsed(long claim) {
    return event(3, claim);
  }

  Body cancelled(long claim, long user, long refund) {
    return event(4, claim, user, refund);
  }

  Body toppedUp(long user, long amount, @Nullable Key key) {
    return event(5, user, amount).key(key);
  }

  Body claimsRetired(long... claims) {
    return event(6).list(claims);
  }

  Body salesRetired(long... sales) {
    return event(43).list(sales);
  }

  Body roomsRetired(long... rooms) {
    return event(29).list(rooms);
  }

  Body keysExpired(long... halves) {
    return event(7).list(halves);
  }

  Body posted(long post, long keepFrom) {
    return event(48, post, keepFrom).text("author").text("title").text("text\nof two lines");
  }

  Body cursorMoved(String sink, long sequence) {
    return event(49).text(sink).i64(sequence);
  }

  Body cursorReset(String sink, long sequence) {
    return event(50).text(sink).i64(sequence);
  }

  Body letterKept(String sink, long sequence, int index) {
    return event(51).text(sink).i64(sequence).i32(index).i32(1).i32(500).u8(0).text("no");
  }

  Body letterGone(String sink, long sequence, int index) {
    return event(52).text(sink).i64(sequence).i32(index);
  }

  Body sinkSwitched(String sink, int state, String reason) {
    return event(53).text(sink).u8(state).text(reason);
  }

  Body sinkRemoved(String sink) {
    return event(54).text(sink);
  }

  Body joined(long room, long user, long number) {
    return event(16, room, user, number);
  }

  Body called(long room, long user, long number, long until) {
    return event(17, room, user, number, until);
  }

  Body callLapsed(long room, long user, long number) {
    return event(18, room, user, number);
  }

  Body returned(long room, long user, long number, long place) {
    return event(19, room, user, number, place);
  }

  Body entered(long room, long user, long number, long until) {
    return event(20, room, user, number, until);
  }

  Body rateMeasured(long room, int people) {
    return event(9, room).i32(people);
  }

  Body renewed(long room, long user, long number, long until) {
    return event(31, room, user, number, until);
  }

  Body ended(long room, long user, long number, int cause) {
    return event(21, room, user, number).u8(cause);
  }

  Body roomCreated(long room, int people, long intervalMs, int insideMax) {
    return event(22, room).i32(1).settings(2, people, intervalMs, insideMax);
  }

  Body roomUpdated(long room, int state, int people, long intervalMs, int insideMax) {
    return event(23, room).settings(state, people, intervalMs, insideMax);
  }

  Body roomCreated(long room, int state) {
    return event(22, room).i32(1).settings(state, 2, 10_000, 3);
  }

  /** As {@link #roomCreated(long, int)} makes one that is open, with other lengths. */
  Body lengths(long room, long callMs, long insideMs) {
    return event(23, room).settings(2, 2, 10_000, 3, callMs, insideMs);
  }

  Body drawPlanned(long room, long gathers, long opens, String beacon, byte[] secret) {
    return event(24, room, gathers, opens).text(beacon).raw(secret);
  }

  Body refunded(long claim, long user, long amount, String reason) {
    return event(8, claim, user, amount).text(reason);
  }

  Body saleResumed(long sale, int state, String reason) {
    return event(42, sale).u8(state).text(reason);
  }

  Body drawPlannedAnew(long room, long gathers, long opens, String beacon, byte[] secret) {
    return event(30, room, gathers, opens).text(beacon).raw(secret);
  }

  Body cohortClosed(long room, long size, byte[] digest) {
    return event(25, room, size).raw(digest);
  }

  Body drawn(long room, String beaconValue) {
    return event(26, room).text(beaconValue);
  }

  Body roomQuarantined(long room) {
    return event(28, room).text("a test");
  }

  Body epochBegan(long room, int epoch) {
    return event(27, room).i32(epoch);
  }

  Body saleCreated(long sale, int entry, long room) {
    return saleCreated(sale, 0, NEVER, entry, room);
  }

  Body saleCreated(long sale, long opens, long closes, int entry, long room) {
    return event(32, sale).text("sale " + sale).i64(opens).i64(closes).u8(entry).i64(room);
  }

  Body saleUpdated(long sale) {
    return saleUpdated(sale, 1, 2);
  }

  Body saleUpdated(long sale, long opens, long closes) {
    return event(33, sale).text("Ausverkauf ⅞").i64(opens).i64(closes);
  }

  Body saleSwitched(long sale, int state) {
    return event(34, sale).u8(state).text("why");
  }

  Body offerCreated(
      long offer, long sale, long total, long price, long perClaim, long perUser, long hold) {
    return event(35, offer, sale)
        .text("offer " + offer)
        .i64(total)
        .i64(price)
        .i64(perClaim)
        .i64(perUser)
        .i64(hold);
  }

  Body offerUpdated(long offer, long perClaim, long perUser) {
    return event(36, offer).text("offer " + offer).i64(perClaim).i64(perUser);
  }

  Body restocked(long offer, long total) {
    return event(37, offer, total);
  }

  Body concertCreated(long concert) {
    return event(38, concert).text("Requiem").text("Church");
  }

  Body concertUpdated(long concert) {
    return event(39, concert).text("Mass").text("");
  }

  Body scheduleCreated(
      long schedule, long offer, long concert, long sale, int rows, int perRow, long firstSeat) {
    return event(40, schedule, offer, concert, sale, NEVER, 0, NEVER)
        .i32(rows)
        .i32(perRow)
        .i64(firstSeat)
        .i64(100)
        .i64(60_000)
        .i64(4)
        .i64(4);
  }

  Body scheduleUpdated(long schedule, long open, long start, long end) {
    return event(41, schedule, open, start, end);
  }

  /** Any event whose fields are all {@code i64}. */
  Body event(int type, long... fields) {
    count++;
    u8(type);
    for (long field : fields) i64(field);
    return this;
  }

  /** Not an event, but bytes where the next one would be. */
  Body u8(int value) {
    bytes.put((byte) value);
    return this;
  }

  Body i64(long value) {
    bytes.putLong(value);
    return this;
  }

  Body i32(int value) {
    bytes.putInt(value);
    return this;
  }

  Body text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.putShort((short) utf8.length).put(utf8);
    return this;
  }

  Body raw(byte[] any) {
    bytes.put(any);
    return this;
  }

  Body list(long... values) {
    i32(values.length);
    for (long value : values) i64(value);
    return this;
  }

  Body key(@Nullable Key key) {
    return key == null ? u8(0) : u8(1).i64(key.high()).i64(key.low()).i64(4711);
  }

  private Body settings(int state, int people, long intervalMs, int insideMax) {
    return settings(
        state, people, intervalMs, insideMax, SoundJournal.CALL_MS, SoundJournal.VISIT_MS);
  }

  private Body settings(
      int state, int people, long intervalMs, int insideMax, long callMs, long insideMs) {
    return text("default")
        .u8(state)
        .i32(people)
        .i64(intervalMs)
        .i32(insideMax)
        .i64(callMs)
        .i64(insideMs);
  }
}
