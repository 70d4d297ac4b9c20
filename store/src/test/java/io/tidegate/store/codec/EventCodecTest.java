package io.tidegate.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Event;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.TicketState;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Events as bytes: whole, canonical, and refused when they are not. */
class EventCodecTest {

  private static final int SEEDS = 300;

  @Test
  void every_event_there_is_comes_back_as_it_was_written() {
    List<Class<?>> kinds = RandomEvents.kinds();
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(25);
    for (Class<?> kind : kinds) {
      for (long seed = 0; seed < SEEDS; seed++) {
        Event event = RandomEvents.of(kind, new SplittableRandom(seed));
        byte[] bytes = encoded(event);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Event back = EventCodec.read(in);
        assertThat(RecordText.text(back)).as("seed %d", seed).isEqualTo(RecordText.text(event));
        assertThat(in.hasRemaining()).isFalse();
        assertThat(bytes.length).isLessThanOrEqualTo(EventCodec.bytesMax(event));
      }
    }
  }

  @Test
  void an_event_that_is_cut_short_anywhere_is_refused() {
    for (Class<?> kind : RandomEvents.kinds()) {
      byte[] whole = encoded(RandomEvents.of(kind, new SplittableRandom(7)));
      for (int length = 0; length < whole.length; length++) {
        ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
        assertThatThrownBy(() -> EventCodec.read(cut))
            .as("%s cut to %d bytes", kind.getSimpleName(), length)
            .isInstanceOfAny(BufferUnderflowException.class, IllegalArgumentException.class);
      }
    }
  }

  /** One encoding an event: what is read and written again is the very bytes, or was refused. */
  @Test
  void altered_bytes_are_refused_or_are_the_one_encoding_of_another_event() {
    int refused = 0;
    for (Class<?> kind : RandomEvents.kinds()) {
      for (long seed = 0; seed < SEEDS; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = encoded(RandomEvents.of(kind, random));
        for (int i = random.nextInt(1, 4); i > 0; i--)
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        if (!isOneEncoding(bytes)) refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void random_bytes_behind_any_type_number_are_refused_or_canonical() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 200)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) bytes[0] = (byte) random.nextInt(50);
      isOneEncoding(bytes);
    }
  }

  private static boolean isOneEncoding(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Event event;
    try {
      event = EventCodec.read(in);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return false;
    }
    assertThat(encoded(event)).isEqualTo(Arrays.copyOf(bytes, in.position()));
    return true;
  }

  @Test
  void what_an_event_never_says_is_refused() {
    byte[] unknownCause = encoded(new Ended(1, 2, 3, EndCause.PAID));
    unknownCause[unknownCause.length - 1] = 3;
    byte[] negativeState = encoded(new SaleSwitched(1, SaleState.OPEN, ""));
    negativeState[9] = -1;
    byte[] oddKeyFlag = encoded(new ToppedUp(1, 2, RandomEvents.key(new SplittableRandom(1))));
    oddKeyFlag[17] = 2;
    byte[] keyOfZero = encoded(new ToppedUp(1, 2, RandomEvents.key(new SplittableRandom(1))));
    Arrays.fill(keyOfZero, 18, 26, (byte) 0);
    byte[] notUtf8 = encoded(new ConcertCreated(1, "abc", "d"));
    notUtf8[12] = (byte) 0xFF;
    byte[] negativeList = encoded(new Claimed(1, 2, 3, 4, 5, 6, new long[0], null));
    negativeList[49] = -1;
    for (byte[] bytes :
        List.of(unknownCause, negativeState, oddKeyFlag, keyOfZero, notUtf8, negativeList)) {
      assertThatThrownBy(() -> EventCodec.read(ByteBuffer.wrap(bytes)))
          .as(HexFormat.of().formatHex(bytes))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_text_too_long_is_refused_both_ways() {
    String longest = "x".repeat(Fields.TEXT_BYTES_MAX);
    byte[] fits = encoded(new ConcertCreated(1, longest, longest));
    assertThat(EventCodec.read(ByteBuffer.wrap(fits))).isInstanceOf(ConcertCreated.class);
    ConcertCreated over = new ConcertCreated(1, longest + "x", "");
    assertThatThrownBy(() -> encoded(over)).isInstanceOf(IllegalArgumentException.class);
    ByteBuffer written = ByteBuffer.allocate(9_000).put((byte) 38).putLong(1);
    written.putShort((short) (longest.length() + 1)).put(new byte[longest.length() + 1]);
    written.putShort((short) 0).flip();
    assertThatThrownBy(() -> EventCodec.read(written)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Codes that lie on disks: a value may be added at the end, none may move. */
  @Test
  void codes_that_are_persisted_never_change() {
    assertThat(Arrays.toString(Entry.values())).isEqualTo("[OPEN, ROOM]");
    assertThat(Arrays.toString(SaleState.values()))
        .isEqualTo("[PLANNED, OPEN, PAUSED, CLOSED, STOPPED]");
    assertThat(Arrays.toString(ClaimState.values()))
        .isEqualTo("[NONE, HELD, ISSUED, LAPSED, CANCELLED, REFUNDED]");
    assertThat(Arrays.toString(CommitmentVersion.values())).isEqualTo("[SECRET, PLAN]");
    assertThat(Arrays.toString(RoomState.values()))
        .isEqualTo("[IDLE, GATHERING, OPEN, PAUSED, CLOSED, DRAWING, QUARANTINED]");
    assertThat(Arrays.toString(TicketState.values()))
        .isEqualTo("[ENDED, WAITING, CALLED, INSIDE, AWAY, RETURNING]");
    assertThat(Arrays.toString(EndCause.values())).isEqualTo("[PAID, LEFT, TIMED_OUT]");
  }

  @Test
  void a_key_that_was_not_given_takes_one_byte() {
    assertThat(encoded(new Paid(1, 2, 3, null))).hasSize(26);
    assertThat(encoded(new Cancelled(1, 2, 3))).hasSize(25);
  }

  static byte[] encoded(Event event) {
    ByteBuffer out = ByteBuffer.allocate(EventCodec.bytesMax(event));
    EventCodec.write(event, out);
    return Arrays.copyOf(out.array(), out.position());
  }
}
