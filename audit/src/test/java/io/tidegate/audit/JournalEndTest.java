package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.journal.JournalEnd.UnreadableEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a journal may end, and what is damage: the table in 1.7. */
class JournalEndTest {
  private static final int SEGMENT = 1 << 16;

  @TempDir Path path;

  /** Record 1 sets the story up, records 2 to 6 top up a wallet each. */
  private FolderWriter six() {
    FolderWriter folders = new FolderWriter(path, SEGMENT).batch(NOW_MS, SoundJournal.opening());
    for (int user = 2; user <= 6; user++)
      folders.batch(NOW_MS + user, new Body().toppedUp(user, 10, null));
    return folders;
  }

  /** The record that would come next. */
  private static byte[] next(FolderWriter folders) {
    Body body = new Body().toppedUp(7, 10, null).toppedUp(8, 10, null);
    return FolderWriter.recordOf(
        folders.chains.size(), 1, NOW_MS + 7, 2, body.bytes(), folders.chains.getLast());
  }

  private void assertRefused(FolderWriter folders, int segment, long offset, String reason) {
    RefusedJournal.assertRefused(folders.write(), folders.segmentFile(segment), offset, reason);
  }

  private static void assertSix(AuditReport report) {
    assertThat(report.journal().lastSequence()).isEqualTo(6);
    assertThat(report.figures().wallets().topUps()).isEqualTo(1_050);
    assertThat(report.sound()).isTrue();
    assertThat(report.toText())
        .startsWith("SOUND as far as the journal reaches: nothing oversold; but it")
        .doesNotContain("nothing lost");
  }

  @Test
  void zeros_behind_the_last_record_end_the_journal() throws IOException {
    AuditReport report = Auditor.audit(six().write());

    assertSix(report);
    assertThat(report.journal().cleanStop()).isFalse();
    assertThat(report.journal().unreadable()).isNull();
  }

  @Test
  void records_go_on_in_the_next_segment_and_one_made_ahead_is_empty() throws IOException {
    FolderWriter folders = six().segment();
    folders.place(next(folders), true).segment();

    AuditReport report = Auditor.audit(folders.write());

    assertThat(report.journal().lastSequence()).isEqualTo(7);
    assertThat(report.journal().segments()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 24, 63, 64, 100})
  void a_torn_last_record_is_an_unreadable_end(int bytes) throws IOException {
    FolderWriter folders = six();
    int end = folders.end();
    byte[] torn = Arrays.copyOf(next(folders), bytes);
    torn[bytes - 1] |= 1;

    AuditReport report = Auditor.audit(folders.place(torn, false).write());

    assertSix(report);
    assertThat(report.journal().unreadable())
        .isEqualTo(new UnreadableEnd(folders.segmentFile(1), end, bytes));
    assertThat(report.toText()).contains("offset " + end + ": " + bytes + " bytes of a record");
  }

  @Test
  void a_torn_first_record_of_a_segment_is_an_unreadable_end() throws IOException {
    FolderWriter folders = six().segment();
    folders.place(Arrays.copyOf(next(folders), 40), false);

    AuditReport report = Auditor.audit(folders.write());

    assertSix(report);
    assertThat(report.journal().unreadable())
        .isEqualTo(new UnreadableEnd(folders.segmentFile(2), FolderWriter.HEAD, 40));
  }

  @Test
  void a_last_record_without_its_first_bytes_is_an_unreadable_end() throws IOException {
    FolderWriter folders = six();
    byte[] torn = next(folders);
    Arrays.fill(torn, 0, 8, (byte) 0);

    AuditReport report = Auditor.audit(folders.place(torn, false).write());

    assertSix(report);
    assertThat(report.journal().unreadable()).isNotNull();
  }

  @Test
  void any_spoilt_byte_before_the_last_record_is_refused_at_its_record() {
    FolderWriter folders = six();
    int from = folders.places.get(3).offset();
    for (int at = from; at < folders.places.get(4).offset(); at += at < from + 100 ? 1 : 97) {
      byte[] bytes = folders.bytes(1);
      bytes[at] ^= 0x10;
      assertRefused(folders, 1, from, "damaged: expected record 4; ");
      bytes[at] ^= 0x10;
    }
  }

  @Test
  void a_wiped_record_in_the_middle_is_refused() {
    FolderWriter folders = six();
    FolderWriter.Place place = folders.places.get(3);
    Arrays.fill(folders.bytes(1), place.offset(), folders.places.get(4).offset(), (byte) 0);

    assertRefused(
        folders,
        1,
        place.offset(),
        "no record stands there; a later record stands at offset "
            + folders.places.get(4).offset());
  }

  @Test
  void a_wiped_end_of_a_segment_before_the_last_is_refused() {
    FolderWriter folders = six().segment();
    folders.place(next(folders), true);
    FolderWriter.Place last = folders.places.get(5);
    Arrays.fill(folders.bytes(1), last.offset(), SEGMENT, (byte) 0);

    assertRefused(folders, 2, FolderWriter.HEAD, "damaged: expected record 6; ");
  }

  @Test
  void a_wrong_chain_value_under_a_right_checksum_is_refused() {
    FolderWriter folders = six();
    byte[] wrong = next(folders);
    wrong[40] ^= 1;
    int end = folders.end();
    folders.place(FolderWriter.sealed(wrong), false);

    assertRefused(folders, 1, end, "its chain value does not follow from the record before");
  }

  @Test
  void a_changed_amount_with_its_own_chain_value_breaks_the_chain_behind_it() {
    FolderWriter folders = six();
    FolderWriter.Place fifth = folders.places.get(4);
    byte[] forged =
        FolderWriter.recordOf(
            5, 1, NOW_MS + 5, 1, new Body().toppedUp(5, 99, null).bytes(), folders.chains.get(4));
    System.arraycopy(forged, 0, folders.bytes(1), fifth.offset(), forged.length);

    assertRefused(
        folders,
        1,
        folders.places.get(5).offset(),
        "damaged: expected record 6; its chain value does not follow");
  }

  @Test
  void a_sequence_left_out_is_refused() {
    FolderWriter folders = six();
    int end = folders.end();
    byte[] body = new Body().toppedUp(9, 1, null).bytes();
    folders.place(FolderWriter.recordOf(8, 1, NOW_MS, 1, body, folders.chains.getLast()), false);

    assertRefused(folders, 1, end, "its sequence is 8");
  }

  @Test
  void a_record_that_stands_there_again_is_refused() {
    FolderWriter folders = six();
    int end = folders.end();
    FolderWriter.Place sixth = folders.places.get(5);
    folders.place(Arrays.copyOfRange(folders.bytes(1), sixth.offset(), end), false);

    assertRefused(folders, 1, end, "its sequence is 6");
  }

  @Test
  void a_record_of_an_unknown_kind_is_refused() {
    FolderWriter folders = six();
    int end = folders.end();
    byte[] chain = folders.chains.getLast();
    folders.place(FolderWriter.recordOf(7, 6, NOW_MS, 0, new byte[0], chain), false);

    assertRefused(folders, 1, end, "its kind 6 is unknown");
  }

  @Test
  void bytes_behind_a_torn_record_of_known_length_are_refused() {
    FolderWriter folders = six();
    int end = folders.end();
    byte[] torn = next(folders);
    torn[70] ^= 1;
    folders.place(torn, false).place(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1}, false);

    assertRefused(folders, 1, end, "its checksum does not fit; more stands behind it");
  }

  @Test
  void bytes_in_two_segments_are_refused() {
    FolderWriter folders = six();
    int end = folders.end();
    folders.place(new byte[] {1, 2, 3}, false).segment().place(new byte[] {4}, false);

    assertRefused(folders, 1, end, "journal-00000002.seg is not empty");
  }

  @Test
  void a_later_record_in_a_later_segment_is_refused() {
    FolderWriter folders = six();
    int end = folders.end();
    folders.place(new byte[] {1, 2, 3}, false).segment().place(next(folders), false);

    assertRefused(folders, 1, end, "a later record stands in journal-00000002.seg");
  }

  @Test
  void a_snapshot_of_a_record_that_is_not_there_is_refused() throws IOException {
    FolderWriter folders = six();
    byte[] snapshot = folders.snapshot(6, NOW_MS + 6);
    Files.write(folders.snapshotFile(6), snapshot);
    FolderWriter.Place sixth = folders.places.get(5);
    Arrays.fill(folders.bytes(1), sixth.offset(), folders.end(), (byte) 0);

    assertRefused(folders, 1, sixth.offset(), "expected record 6; a snapshot contains it: 6");
  }

  @Test
  void garbage_in_a_long_torn_record_does_not_take_forever() throws IOException {
    FolderWriter folders = new FolderWriter(path, 1 << 22).batch(NOW_MS, SoundJournal.opening());
    int end = folders.end();
    byte[] garbage = new byte[1 << 21];
    new Random(42).nextBytes(garbage);
    garbage[4] = -1; // no possible length

    AuditReport report = Auditor.audit(folders.place(garbage, false).write());

    assertThat(report.journal().unreadable())
        .isEqualTo(new UnreadableEnd(folders.segmentFile(1), end, 1 << 21));
  }

  @Test
  void a_record_larger_than_the_reading_window_is_read() throws IOException {
    FolderWriter folders = new FolderWriter(path, 1 << 22).batch(NOW_MS, SoundJournal.opening());
    Body one = new Body().toppedUp(3, 1, null);
    byte[] body = new byte[one.bytes().length * 100_000];
    for (int i = 0; i < body.length; i++) body[i] = one.bytes()[i % one.bytes().length];
    folders.record(1, NOW_MS, 100_000, body).batch(NOW_MS, one);

    AuditReport report = Auditor.audit(folders.write());

    assertThat(report.ledger().balance(3)).isEqualTo(100_001);
    assertThat(report.journal().lastSequence()).isEqualTo(3);
  }
}
