package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damage in segments that a start does not read, since a snapshot spares it that. */
class OldSegmentsTest {
  private FaultyDisk disk = new FaultyDisk(4);
  private final List<Exception> alarms = new ArrayList<>();
  private final JournalObserver observer =
      new JournalObserver() {
        @Override
        public void damageFound(Exception what) {
          alarms.add(what);
        }
      };

  /** Where a record stands, and ends. */
  private record Place(long sequence, int segment, long offset, long end) {}

  private List<Place> places = List.of();

  @BeforeEach
  void some_segments_and_then_a_snapshot() throws IOException {
    JournalRun run = JournalRun.calm(disk);
    for (int i = 0; i < 60; i++) run.append(new byte[i % 4 == 2 ? 9_000 : 50 + i]);
    run.snapshot();
    for (int i = 0; i < 5; i++) run.append(new byte[20]);
    disk = disk.reboot();
    List<Place> found = new ArrayList<>();
    try (RecordCursor cursor = new RecordCursor(disk, Folder.read(disk))) {
      while (cursor.next())
        found.add(
            new Place(cursor.sequence(), cursor.segment(), cursor.recordOffset(), cursor.offset()));
    }
    places = found;
    assertThat(places.getLast().segment()).isGreaterThan(6);
  }

  private Place first(int segment) {
    return places.stream().filter(place -> place.segment() == segment).findFirst().orElseThrow();
  }

  private Place last(int segment) {
    return places.get((int) first(segment + 1).sequence() - 2);
  }

  private static DamageException refused(FaultyDisk disk) {
    DamageException refused =
        catchThrowableOfType(DamageException.class, () -> JournalRun.calm(disk));
    assertThat(refused).isNotNull();
    return refused;
  }

  private static JournalCheck begun(Disk disk, LogPosition snapshot, JournalObserver observer) {
    JournalCheck check = JournalCheck.of(disk, snapshot, observer);
    check.begin();
    return check;
  }

  private JournalCheck checked(FaultyDisk disk) throws Exception {
    LogPosition snapshot = JournalRun.calm(disk).journal().recovery().snapshot();
    assertThat(snapshot.sequence()).isEqualTo(60);
    try (JournalCheck check = begun(disk.restart(), snapshot, observer)) {
      check.await();
      return check;
    }
  }

  @Test
  void a_whole_journal_starts_and_is_checked_to_the_snapshot() throws Exception {
    assertThat(checked(disk).state()).isEqualTo("all 60 records before the snapshot are whole");
    assertThat(alarms).isEmpty();
  }

  @Test
  void without_a_snapshot_the_start_reads_everything_and_there_is_nothing_to_check()
      throws Exception {
    try (JournalCheck check = begun(disk, new LogPosition(0, 0, ""), observer)) {
      check.await();
      assertThat(check.state()).isEqualTo("the start read every record");
    }
  }

  @Test
  void a_spoilt_head_refuses_the_start() {
    for (int segment = 1; segment <= 6; segment++) {
      FaultyDisk damaged = disk.copy();
      damaged.flip(Format.segmentName(segment), 50, 3);
      assertThat(refused(damaged))
          .hasMessageContaining(
              Format.segmentName(segment) + " is damaged at offset 0: the head's checksum");
    }
  }

  @Test
  void a_segment_that_lost_its_end_or_is_another_one_refuses_the_start() {
    FaultyDisk cut = disk.copy();
    String third = Format.segmentName(3);
    cut.put(third, Arrays.copyOf(cut.content(third), 9_000));
    assertThat(refused(cut)).hasMessageContaining(third + " is damaged at offset 0: it is 9000");
    disk.put(third, disk.content(Format.segmentName(4)));
    assertThat(refused(disk)).hasMessageContaining("by its head it is segment 4");
  }

  @Test
  void a_spoilt_first_or_last_record_of_any_segment_refuses_the_start() {
    SplittableRandom random = new SplittableRandom(1);
    for (int segment = 1; segment <= 6; segment++) {
      for (Place place : List.of(first(segment), last(segment))) {
        FaultyDisk damaged = disk.copy();
        long at = place.offset() + random.nextLong(place.end() - place.offset());
        damaged.flip(Format.segmentName(segment), at, random.nextInt(8));
        DamageException refused = refused(damaged);
        assertThat(refused.file()).isEqualTo(Format.segmentName(segment));
        assertThat(refused.offset()).isBetween(place.offset(), place.end());
      }
    }
  }

  @Test
  void a_segment_whose_last_records_are_gone_refuses_the_start_at_the_next_one() {
    Place last = last(3);
    byte[] content = disk.content(Format.segmentName(3));
    Arrays.fill(content, (int) last.offset(), content.length, (byte) 0);
    disk.put(Format.segmentName(3), content);
    assertThat(refused(disk))
        .hasMessageContaining(
            "journal-00000004.seg is damaged at offset 4096, where record "
                + last.sequence()
                + " is expected: record "
                + (last.sequence() + 1)
                + " stands there");
  }

  @Test
  void a_segment_of_zeros_refuses_the_start() {
    byte[] content = disk.content(Format.segmentName(3));
    Arrays.fill(content, 4_096, content.length, (byte) 0);
    disk.put(Format.segmentName(3), content);
    assertThat(refused(disk).file()).isEqualTo(Format.segmentName(3));
  }

  @Test
  void a_spoilt_body_in_between_lets_the_service_start_and_raises_an_alarm_that_says_where()
      throws Exception {
    Place victim = places.get((int) first(3).sequence());
    disk.flip(Format.segmentName(3), victim.offset() + 70, 1);

    String state = checked(disk).state();

    assertThat(state)
        .startsWith("DAMAGED: faulty: journal-00000003.seg is damaged at offset " + victim.offset())
        .contains("where record " + victim.sequence() + " is expected");
    assertThat(alarms).singleElement().isInstanceOf(DamageException.class);
  }

  @Test
  void what_is_only_read_ahead_need_not_be_readable() throws Exception {
    String third = Format.segmentName(3);
    disk.unreadable(third, last(3).offset());
    try (SegmentReader reader = new SegmentReader(disk, Folder.read(disk))) {
      reader.open(3);
      assertThat(reader.read(first(3).offset())).isNull();
      assertThatThrownBy(() -> reader.read(last(3).offset()))
          .hasMessage("faulty/" + third + " cannot be read at offset " + last(3).offset());
    }
  }

  @Test
  void a_body_in_between_that_cannot_be_read_raises_an_alarm_that_says_where() throws Exception {
    Place victim = places.get((int) first(3).sequence());
    LogPosition snapshot = JournalRun.calm(disk).journal().recovery().snapshot();
    FaultyDisk next = disk.restart();
    next.unreadable(Format.segmentName(3), victim.offset());

    try (JournalCheck check = begun(next, snapshot, observer)) {
      check.await();
      assertThat(check.state())
          .isEqualTo(
              "DAMAGED: faulty/journal-00000003.seg cannot be read at offset " + victim.offset());
    }
    assertThat(alarms).hasSize(1);
  }

  @Test
  void a_part_that_a_start_needs_and_cannot_read_refuses_it_and_says_where() {
    for (Place place : List.of(first(3), last(3), places.getLast())) {
      FaultyDisk failing = disk.copy();
      failing.unreadable(Format.segmentName(place.segment()), place.offset());
      assertThatThrownBy(() -> JournalRun.calm(failing))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              Format.segmentName(place.segment()) + " cannot be read at offset " + place.offset());
    }
  }

  @Test
  void any_flipped_bit_before_the_snapshot_is_found_by_the_start_or_by_the_check()
      throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    for (int seed = 0; seed < 300; seed++) {
      Place victim = places.get(random.nextInt(60));
      FaultyDisk damaged = disk.copy();
      long at = victim.offset() + random.nextLong(victim.end() - victim.offset());
      damaged.flip(Format.segmentName(victim.segment()), at, random.nextInt(8));
      alarms.clear();
      try {
        JournalCheck check = checked(damaged);
        assertThat(check.state()).as("seed " + seed).startsWith("DAMAGED");
        assertThat(alarms).hasSize(1);
      } catch (DamageException e) {
        assertThat(e.file()).isEqualTo(Format.segmentName(victim.segment()));
      }
    }
  }

  @Test
  void a_check_that_is_closed_ends_and_claims_nothing() throws Exception {
    LogPosition snapshot = JournalRun.calm(disk).journal().recovery().snapshot();
    JournalCheck check = begun(disk.restart(), snapshot, observer);
    check.close();
    check.await();
    assertThat(check.state()).doesNotStartWith("DAMAGED");
    assertThat(alarms).isEmpty();
  }
}
