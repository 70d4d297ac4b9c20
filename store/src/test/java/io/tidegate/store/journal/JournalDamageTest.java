package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.journal.FolderRefusedException.Reason;
import io.tidegate.store.journal.JournalRun.Seen;
import io.tidegate.store.journal.Recovery.Cut;
import io.tidegate.store.journal.Recovery.SkippedSnapshot;
import io.tidegate.store.log.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real damage, which no crash explains: found, and named by its place; never built upon. */
class JournalDamageTest {
  private static final int SEEDS = 2_000;

  /** Where a record stands. */
  private record Place(long sequence, int segment, long offset, long end) {
    String file() {
      return Format.segmentName(segment);
    }
  }

  private final SplittableRandom random = new SplittableRandom(7);
  private FaultyDisk disk = new FaultyDisk(7);
  private List<Seen> written = List.of();
  private List<Place> places = List.of();

  @BeforeEach
  void write_some_segments_and_no_snapshot() throws IOException {
    JournalRun run = JournalRun.calm(disk);
    for (int i = 0; i < 120; i++) run.append(new byte[i % 4 == 2 ? 9_000 : 50 + i]);
    settle(run);
  }

  private void settle(JournalRun run) throws IOException {
    written = List.copyOf(run.state());
    disk = disk.reboot();
    places = places(disk);
    assertThat(places).hasSameSizeAs(written);
  }

  private static List<Place> places(FaultyDisk disk) throws IOException {
    List<Place> places = new ArrayList<>();
    try (RecordCursor cursor = new RecordCursor(disk, Folder.read(disk))) {
      while (cursor.next())
        places.add(
            new Place(cursor.sequence(), cursor.segment(), cursor.recordOffset(), cursor.offset()));
    }
    return places;
  }

  private JournalRun open() throws IOException {
    return JournalRun.calm(disk);
  }

  private void refusesAt(Place place, String what) {
    DamageException refused = catchThrowableOfType(DamageException.class, this::open);
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refused.file()).isEqualTo(place.file());
    assertThat(refused.offset()).isEqualTo(place.offset());
    assertThat(refused.sequence()).isEqualTo(place.sequence());
    assertThat(refused)
        .hasMessageContaining(
            "faulty: "
                + place.file()
                + " is damaged at offset "
                + place.offset()
                + ", where record "
                + place.sequence()
                + " is expected: "
                + what);
  }

  // ---- one flipped bit, anywhere, by seed ----

  @Test
  void
      one_flipped_bit_anywhere_in_the_journal_is_refused_by_place_or_cut_loudly_in_the_last_record_alone()
          throws Exception {
    for (int seed = 0; seed < SEEDS; seed++) {
      Place victim = places.get(random.nextInt(places.size()));
      if (random.nextInt(6) == 0) victim = places.getLast();
      long offset = victim.offset() + random.nextLong(victim.end() - victim.offset());
      int bit = random.nextInt(8);
      FaultyDisk damaged = disk.copy();
      damaged.flip(victim.file(), offset, bit);
      try {
        if (victim.equals(places.getLast())) assertLastIsCut(damaged, victim);
        else assertRefused(damaged, victim);
      } catch (AssertionError e) {
        throw new AssertionError("bit " + bit + " at " + offset + " in " + victim, e);
      }
    }
  }

  private void assertRefused(FaultyDisk damaged, Place victim) {
    DamageException refused =
        catchThrowableOfType(DamageException.class, () -> JournalRun.calm(damaged));
    assertThat(refused).isNotNull();
    assertThat(refused.file()).isEqualTo(victim.file());
    assertThat(refused.offset()).isEqualTo(victim.offset());
    assertThat(refused.sequence()).isEqualTo(victim.sequence());
  }

  /**
   * Where the length itself is hit and the bytes then reach farther than the record, it is refused:
   * no torn write looks like that.
   */
  private void assertLastIsCut(FaultyDisk damaged, Place victim) throws IOException {
    JournalRun run;
    try {
      run = JournalRun.calm(damaged);
    } catch (DamageException e) {
      assertThat(e.offset()).isEqualTo(victim.offset());
      assertThat(e).hasMessageContaining("there is something behind it");
      return;
    }
    Cut cut = run.journal().recovery().cut();
    assertThat(cut).isNotNull();
    if (cut == null) return;
    assertThat(cut.file()).isEqualTo(victim.file());
    assertThat(cut.offset()).isEqualTo(victim.offset());
    assertThat(cut.sequence()).isEqualTo(victim.sequence());
    assertThat(cut.offset() + cut.bytes()).isLessThanOrEqualTo(victim.end());
    assertThat(run.state()).isEqualTo(written.subList(0, written.size() - 1));
  }

  @Test
  void one_flipped_bit_anywhere_in_any_file_never_changes_what_is_recovered_unnoticed()
      throws Exception {
    JournalRun run = new JournalRun(disk, random);
    run.snapshot();
    run.act(30);
    run.snapshot();
    run.act(30);
    settle(run);
    for (int seed = 0; seed < SEEDS; seed++) {
      List<String> names = disk.names().stream().filter(name -> !name.equals(Format.LOCK)).toList();
      String name = names.get(random.nextInt(names.size()));
      long offset = random.nextInt(disk.content(name).length);
      FaultyDisk damaged = disk.copy();
      damaged.flip(name, offset, seed % 8);
      try {
        assertNoticedOrHarmless(damaged, name);
      } catch (AssertionError e) {
        throw new AssertionError("bit " + seed % 8 + " at " + offset + " in " + name, e);
      }
    }
  }

  private void assertNoticedOrHarmless(FaultyDisk damaged, String name) throws IOException {
    JournalRun run;
    try {
      run = JournalRun.calm(damaged);
    } catch (FolderRefusedException e) {
      assertThat(e).hasMessageContaining(name.equals(Format.FOLDER) ? "" : name);
      assertThat(name).doesNotEndWith(".snap");
      return;
    }
    assertThat(name).isNotEqualTo(Format.FOLDER);
    if (run.state().size() == written.size()) {
      assertThat(run.state()).isEqualTo(written);
    } else {
      assertThat(run.state()).isEqualTo(written.subList(0, written.size() - 1));
      assertThat(run.journal().recovery().cut()).isNotNull();
    }
  }

  // ---- damage of each sort ----

  @Test
  void a_record_behind_a_damaged_one_is_named() {
    Place victim = places.get(10);
    disk.flip(victim.file(), victim.offset() + 70, 0);
    refusesAt(
        victim,
        "its checksum does not fit its bytes; record 12 stands whole in "
            + victim.file()
            + " at offset "
            + places.get(11).offset());
  }

  @Test
  void an_impossible_length_is_said() {
    Place victim = places.get(10);
    disk.flip(victim.file(), victim.offset() + RecordLayout.LENGTH, 6);
    refusesAt(victim, "its length of 1073750888 bytes is impossible; record 12 stands");
  }

  @Test
  void records_that_were_overwritten_with_zeros_are_missed() {
    Place victim = places.get(7);
    zero(victim.file(), victim.offset(), places.get(8).end());
    refusesAt(victim, "its beginning is missing; record 10 stands whole");
  }

  @Test
  void a_whole_segment_of_zeros_is_missed() {
    Place first = firstOf(2);
    Place next = firstOf(3);
    zero(first.file(), Format.SEGMENT_HEAD_BYTES, JournalRun.CONFIG.segmentBytes());
    refusesAt(
        new Place(first.sequence(), 3, next.offset(), next.end()),
        "record " + next.sequence() + " stands there");
  }

  @Test
  void something_behind_the_last_record_of_a_full_segment_is_refused() {
    Place last = places.get((int) firstOf(2).sequence() - 2);
    disk.flip(last.file(), last.end() + 16, 0);
    refusesAt(
        new Place(last.sequence() + 1, 1, last.end(), 0),
        "its beginning is missing; record "
            + (last.sequence() + 1)
            + " stands whole in journal-00000002.seg at offset 4096");
  }

  @Test
  void a_missing_segment_is_named() {
    disk.remove(Format.segmentName(2));
    assertRefused(
        "faulty: journal-00000002.seg is damaged at offset 0: the file is missing, and later ones are there");
  }

  @Test
  void a_segment_under_another_one_s_name_is_refused() {
    disk.put(Format.segmentName(2), disk.content(Format.segmentName(1)));
    assertRefused(
        "faulty: journal-00000002.seg is damaged at offset 0: by its head it is segment 1");
  }

  @Test
  void a_segment_of_another_folder_is_refused() throws Exception {
    FaultyDisk other = new FaultyDisk(8);
    new JournalRun(other, new SplittableRandom(8)).append(new byte[9]);
    disk.put(Format.segmentName(2), other.content(Format.segmentName(1)));
    assertRefused("journal-00000002.seg is damaged at offset 0: it belongs to another data folder");
  }

  @Test
  void a_segment_that_lost_its_end_is_refused() {
    disk.put(Format.segmentName(2), Arrays.copyOf(disk.content(Format.segmentName(2)), 5_000));
    assertRefused(
        "journal-00000002.seg is damaged at offset 0: it is 5000 bytes long and by its head 45056");
    disk.put(Format.segmentName(2), Arrays.copyOf(disk.content(Format.segmentName(2)), 100));
    assertRefused("journal-00000002.seg is damaged at offset 0: the file ends within its head");
  }

  @Test
  void a_segment_with_a_spoilt_head_is_refused() {
    FaultyDisk first = disk.copy();
    first.flip(Format.segmentName(2), 20, 3);
    assertRefused(
        first,
        "journal-00000002.seg is damaged at offset 0: the head's checksum does not fit its bytes");
    disk.flip(Format.segmentName(2), 0, 3);
    assertRefused("journal-00000002.seg is damaged at offset 0: it does not begin like a segment");
  }

  @Test
  void a_last_record_that_a_snapshot_tells_of_is_not_cut_but_refused() throws Exception {
    JournalRun run = open();
    run.snapshot();
    settle(run);
    Place last = places.getLast();
    FaultyDisk gone = disk.copy();
    disk.flip(last.file(), last.offset() + 64, 1);
    refusesAt(
        last,
        "its checksum does not fit its bytes; but snapshot-00000000000000000120.snap was made when record 120 was there");
    disk = gone;
    zero(last.file(), last.offset(), last.end());
    refusesAt(
        last,
        "nothing stands there; but snapshot-00000000000000000120.snap was made when record 120 was there");
  }

  @Test
  void more_than_one_unreadable_record_at_the_end_is_refused() {
    Place last = places.getLast();
    Place before = places.get(places.size() - 2);
    disk.flip(before.file(), before.offset() + 80, 1);
    disk.flip(last.file(), last.offset() + 80, 1);
    refusesAt(
        before,
        "its checksum does not fit its bytes; and there is something behind it, up to offset ");
  }

  @Test
  void something_behind_the_end_in_two_segments_is_refused() throws Exception {
    JournalRun run = open();
    while (!disk.names().contains("journal-00000032.seg")) run.append(new byte[500]);
    settle(run);
    Place last = places.getLast();
    assertThat(last.segment()).isEqualTo(31);
    disk.flip(last.file(), last.end() + 100, 1);
    disk.flip("journal-00000032.seg", 8_000, 1);
    refusesAt(
        new Place(last.sequence() + 1, 31, last.end(), 0),
        "its beginning is missing; and there is something in journal-00000032.seg at offset 8000");
  }

  @Test
  void a_record_of_another_folder_inside_a_body_is_not_taken_for_one() throws Exception {
    FaultyDisk other = new FaultyDisk(8);
    JournalRun theirs = new JournalRun(other, new SplittableRandom(8));
    for (int i = 0; i < 300; i++) theirs.append(new byte[20]);
    List<Place> others = places(other);
    Place later = others.get(250);
    byte[] smuggled =
        Arrays.copyOfRange(other.content(later.file()), (int) later.offset(), (int) later.end());
    JournalRun run = open();
    run.append(smuggled);
    settle(run);
    Place last = places.getLast();
    disk.flip(last.file(), last.offset() + RecordLayout.TIME, 1);
    assertThat(open().journal().recovery().cut()).isNotNull();
  }

  @Test
  void a_snapshot_of_another_history_is_refused() throws Exception {
    JournalRun run = open();
    run.snapshot();
    settle(run);
    Place last = places.getLast();
    rewriteChain(last);
    assertRefused(
        last.file()
            + " is damaged at offset "
            + last.offset()
            + ", where record 120 is expected: the chain value of the record is not the one that snapshot-00000000000000000120.snap was made at");
  }

  /** Another chain value under a checksum that fits: what a person does, not a disk. */
  private void rewriteChain(Place place) throws IOException {
    byte[] content = disk.content(place.file());
    ByteBuffer segment = ByteBuffer.wrap(content);
    int at = (int) place.offset();
    segment.put(at + RecordLayout.CHAIN, (byte) ~segment.get(at + RecordLayout.CHAIN));
    CRC32C crc = new CRC32C();
    Folder.read(disk).salt(crc);
    segment.putInt(at, Format.crc(crc, segment, at + RecordLayout.LENGTH, (int) place.end()));
    disk.put(place.file(), content);
  }

  @Test
  void a_record_that_does_not_follow_from_the_one_before_is_refused_though_its_checksum_fits()
      throws Exception {
    Place victim = places.get(30);
    rewriteChain(victim);
    refusesAt(victim, "its chain value does not follow from the record before");
  }

  @Test
  void a_spoilt_newest_snapshot_gives_way_to_the_one_before_and_both_to_the_whole_journal()
      throws Exception {
    JournalRun run = open();
    run.snapshot();
    run.append(new byte[5]);
    run.snapshot();
    settle(run);
    disk.flip(Format.snapshotName(121), 200, 0);
    Journal second = JournalRun.calm(disk.copy()).journal();
    assertThat(second.recovery().snapshot().sequence()).isEqualTo(120);
    assertThat(second.recovery().skippedSnapshots())
        .containsExactly(
            new SkippedSnapshot(
                "snapshot-00000000000000000121.snap",
                "the checksum of chunk 0 at offset 128 does not fit its bytes"));
    disk.put(
        Format.snapshotName(120), Arrays.copyOf(disk.content(Format.snapshotName(120)), 1_000));
    JournalRun whole = open();
    assertThat(whole.journal().recovery().snapshot().sequence()).isZero();
    assertThat(whole.journal().recovery().skippedSnapshots())
        .extracting(SkippedSnapshot::what)
        .containsExactly(
            "the checksum of chunk 0 at offset 128 does not fit its bytes",
            "it ends early, within chunk 0");
    assertThat(whole.state()).isEqualTo(written);
  }

  @Test
  void a_clean_stop_makes_the_last_batch_safe_from_being_cut() throws Exception {
    JournalRun run = open();
    run.stop();
    settle(run);
    Place lastBatch = places.get(119);
    disk.flip(lastBatch.file(), lastBatch.offset() + 64, 1);
    refusesAt(lastBatch, "its checksum does not fit its bytes; record 121 stands whole");
  }

  private void assertRefused(String message) {
    assertRefused(disk, message);
  }

  private void assertRefused(FaultyDisk damaged, String message) {
    assertThatThrownBy(() -> JournalRun.calm(damaged))
        .isInstanceOf(DamageException.class)
        .hasMessageContaining(message);
  }

  private void zero(String file, long from, long to) {
    byte[] content = disk.content(file);
    Arrays.fill(content, (int) from, (int) to, (byte) 0);
    disk.put(file, content);
  }

  private Place firstOf(int segment) {
    return places.stream().filter(place -> place.segment() == segment).findFirst().orElseThrow();
  }
}
