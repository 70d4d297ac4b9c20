package io.tidegate.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * One example in bytes for each type of event, worked out by hand from {@code
 * docs/journal-format.md}. What is written here lies on disks: an example may be added, none may
 * change.
 */
class PinnedEventsTest {

  private static final Path PAGE = Path.of("..", "docs", "journal-format.md");
  private static final IdempotencyKey KEY =
      new IdempotencyKey(0x0102030405060708L, 0x1112131415161718L, 0x2122232425262728L);
  private static final RoomSettings MAIN =
      new RoomSettings("main", RoomState.OPEN, 1_000, 10_000, 24_000, 120_000, 600_000);

  private final Map<String, Integer> pinned = new HashMap<>();

  @Test
  void every_event_has_the_bytes_it_always_had() {
    sales();
    offers();
    claims();
    rooms();
    draws();
    posts();
    sinks();
    Set<String> all = new HashSet<>();
    RandomEvents.kinds().forEach(kind -> all.add(kind.getSimpleName()));
    assertThat(pinned.keySet()).isEqualTo(all);
    assertThat(Set.copyOf(pinned.values())).hasSameSizeAs(pinned.keySet());
  }

  @Test
  void the_page_on_the_format_names_every_event_with_its_number() throws IOException {
    sales();
    offers();
    claims();
    rooms();
    draws();
    posts();
    sinks();
    Map<String, Integer> onPage = new HashMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| (\\d+) \\| (\\w+) \\| ").matcher(Files.readString(PAGE));
    while (row.find()) onPage.put(row.group(2), Integer.valueOf(row.group(1)));
    assertThat(onPage).containsAllEntriesOf(pinned);
  }

  private void pinned(Event event, String words) {
    String hex = words.replace(" ", "");
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(HexFormat.of().formatHex(EventCodecTest.encoded(event)))
        .as(event.toString())
        .isEqualTo(hex);
    assertThat(RecordText.text(EventCodec.read(ByteBuffer.wrap(bytes))))
        .isEqualTo(RecordText.text(event));
    pinned.put(event.getClass().getSimpleName(), (int) bytes[0]);
  }

  private void sales() {
    pinned(
        new SaleCreated(2, "käuf", 1_800_000_000_000L, Long.MAX_VALUE, Entry.ROOM, 1),
        "20 0000000000000002 0005 6bc3a47566 000001a3185c5000 7fffffffffffffff 01"
            + " 0000000000000001");
    pinned(
        new SaleUpdated(2, "sale", 1_800_000_000_000L, Long.MAX_VALUE),
        "21 0000000000000002 0004 73616c65 000001a3185c5000 7fffffffffffffff");
    pinned(new SaleSwitched(2, SaleState.STOPPED, "sum"), "22 0000000000000002 04 0003 73756d");
    pinned(new SaleResumed(2, SaleState.PAUSED, "ok"), "2a 0000000000000002 02 0002 6f6b");
  }

  private void offers() {
    pinned(
        new OfferCreated(3, 2, "cup", 100, 50, 2, 4, 60_000),
        "23 0000000000000003 0000000000000002 0003 637570 0000000000000064"
            + " 0000000000000032 0000000000000002 0000000000000004 000000000000ea60");
    pinned(
        new OfferUpdated(3, "cup", 2, 4),
        "24 0000000000000003 0003 637570 0000000000000002 0000000000000004");
    pinned(new Restocked(3, 120), "25 0000000000000003 0000000000000078");
    pinned(new ConcertCreated(6, "한강", ""), "26 0000000000000006 0006 ed959ceab095 0000");
    pinned(new ConcertUpdated(6, "t", "p"), "27 0000000000000006 0001 74 0001 70");
    pinned(
        new ScheduleCreated(
            8, 3, 6, 2, 1_800_000_000_000L, 1_000, 2_000, 26, 999, 501, 50, 60_000, 2, 4),
        "28 0000000000000008 0000000000000003 0000000000000006 0000000000000002"
            + " 000001a3185c5000 00000000000003e8 00000000000007d0 0000001a 000003e7"
            + " 00000000000001f5 0000000000000032 000000000000ea60 0000000000000002"
            + " 0000000000000004");
    pinned(
        new ScheduleUpdated(8, 1_800_000_000_000L, 1_000, 2_000),
        "29 0000000000000008 000001a3185c5000 00000000000003e8 00000000000007d0");
  }

  private void claims() {
    pinned(
        new Claimed(7, 3, 42, 2, 200, 1_800_000_000_000L, new long[] {11, 12}, KEY),
        "01 0000000000000007 0000000000000003 000000000000002a 0000000000000002"
            + " 00000000000000c8 000001a3185c5000 00000002 000000000000000b 000000000000000c"
            + " 01 0102030405060708 1112131415161718 2122232425262728");
    pinned(new Paid(7, 42, 200, null), "02 0000000000000007 000000000000002a 00000000000000c8 00");
    pinned(new Lapsed(7), "03 0000000000000007");
    pinned(new Cancelled(7, 42, 200), "04 0000000000000007 000000000000002a 00000000000000c8");
    pinned(
        new ToppedUp(42, 1_000, KEY),
        "05 000000000000002a 00000000000003e8 01 0102030405060708 1112131415161718"
            + " 2122232425262728");
    pinned(
        new Refunded(7, 42, 200, "ill"),
        "08 0000000000000007 000000000000002a 00000000000000c8 0003 696c6c");
    pinned(new ClaimsRetired(new long[] {7, 8}), "06 00000002 0000000000000007 0000000000000008");
    pinned(new SalesRetired(new long[] {7, 8}), "2b 00000002 0000000000000007 0000000000000008");
    pinned(new RoomsRetired(new long[] {7}), "1d 00000001 0000000000000007");
    pinned(new KeysExpired(new long[] {5, 6}), "07 00000002 0000000000000005 0000000000000006");
  }

  private void draws() {
    Bytes32 bytes =
        new Bytes32(
            0x0001020304050607L, 0x08090a0b0c0d0e0fL, 0x1011121314151617L, 0x18191a1b1c1d1e1fL);
    String hex = "0001020304050607 08090a0b0c0d0e0f 1011121314151617 18191a1b1c1d1e1f";
    pinned(
        new DrawPlanned(1, CommitmentVersion.SECRET, 1_000, 1_800_000_000_000L, "drand 7", bytes),
        "18 0000000000000001 00000000000003e8 000001a3185c5000 0007 6472616e642037 " + hex);
    pinned(
        new DrawPlanned(1, CommitmentVersion.PLAN, 1_000, 1_800_000_000_000L, "drand 7", bytes),
        "1e 0000000000000001 00000000000003e8 000001a3185c5000 0007 6472616e642037 " + hex);
    pinned(new CohortClosed(1, 12, bytes), "19 0000000000000001 000000000000000c " + hex);
    pinned(new Drawn(1, "ab"), "1a 0000000000000001 0002 6162");
    pinned(new RoomQuarantined(1, "ab"), "1c 0000000000000001 0002 6162");
    pinned(new EpochBegan(1, 2), "1b 0000000000000001 00000002");
  }

  private void rooms() {
    pinned(new Joined(1, 42, 9), "10 0000000000000001 000000000000002a 0000000000000009");
    pinned(
        new Called(1, 42, 9, 1_800_000_000_000L),
        "11 0000000000000001 000000000000002a 0000000000000009 000001a3185c5000");
    pinned(new CallLapsed(1, 42, 9), "12 0000000000000001 000000000000002a 0000000000000009");
    pinned(
        new Returned(1, 42, 9, 4),
        "13 0000000000000001 000000000000002a 0000000000000009 0000000000000004");
    pinned(
        new Entered(1, 42, 9, 1_800_000_000_000L),
        "14 0000000000000001 000000000000002a 0000000000000009 000001a3185c5000");
    pinned(new RateMeasured(1, 42), "09 0000000000000001 0000002a");
    pinned(
        new Renewed(1, 42, 9, 1_800_000_000_000L),
        "1f 0000000000000001 000000000000002a 0000000000000009 000001a3185c5000");
    pinned(
        new Ended(1, 42, 9, EndCause.TIMED_OUT),
        "15 0000000000000001 000000000000002a 0000000000000009 02");
    pinned(
        new RoomCreated(1, 5, MAIN),
        "16 0000000000000001 00000005 0004 6d61696e 02 000003e8 0000000000002710"
            + " 00005dc0 000000000001d4c0 00000000000927c0");
    pinned(
        new RoomUpdated(1, MAIN),
        "17 0000000000000001 0004 6d61696e 02 000003e8 0000000000002710 00005dc0"
            + " 000000000001d4c0 00000000000927c0");
  }

  private void posts() {
    pinned(
        new Posted(12, 3, "항구", "t", "a\nb"),
        "30 000000000000000c 0000000000000003 0006 ed95adeab5ac 0001 74 0003 610a62");
  }

  private void sinks() {
    pinned(new CursorMoved("shop", 9), "31 0004 73686f70 0000000000000009");
    pinned(new CursorReset("shop", 3), "32 0004 73686f70 0000000000000003");
    pinned(
        new LetterKept("shop", 9, 2, 5, 503, LetterState.DEAD, "no"),
        "33 0004 73686f70 0000000000000009 00000002 00000005 000001f7 01 0002 6e6f");
    pinned(new LetterGone("shop", 9, 2), "34 0004 73686f70 0000000000000009 00000002");
    pinned(new SinkSwitched("shop", SinkState.OFF, "gone"), "35 0004 73686f70 01 0004 676f6e65");
    pinned(new SinkRemoved("shop"), "36 0004 73686f70");
  }
}
