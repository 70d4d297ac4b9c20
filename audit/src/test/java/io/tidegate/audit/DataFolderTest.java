package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folder file, segment heads, snapshots and bodies that are not what the format says. */
class DataFolderTest {
  private static final String OTHER = "not compared, of another layout";

  @TempDir Path path;

  private FolderWriter folders = new FolderWriter(Path.of("unset"), 0);

  @BeforeEach
  void write() {
    folders = new FolderWriter(path, 1 << 16).batch(NOW_MS, SoundJournal.opening());
    folders.batch(NOW_MS + 1, new Body().toppedUp(1, 1, null)).segment();
    folders.batch(NOW_MS + 2, new Body().toppedUp(1, 1, null)).closing(NOW_MS + 3).write();
  }

  private void assertRefused(Path file, long offset, String reason) {
    RefusedJournal.assertRefused(path, file, offset, reason);
  }

  private static void change(Path file, int at, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] = (byte) value;
    Files.write(file, bytes);
  }

  /** Changes an integer of a head and makes its checksum anew. */
  private static void reseal(Path file, int at, int value, int crcAt) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(at, value).putInt(crcAt, 0);
    ByteBuffer.wrap(bytes).putInt(crcAt, FolderWriter.crc(bytes, 0, crcAt));
    Files.write(file, bytes);
  }

  @Test
  void a_folder_without_the_file_that_says_so_is_foreign() throws IOException {
    Files.delete(path.resolve("folder"));

    assertRefused(path.resolve("folder"), 0, "not a Tidegate data folder");
  }

  /** A folder in the place of a file is the nearest to a bad block that a test can have. */
  @Test
  void what_the_disk_cannot_read_is_named_with_the_place() throws IOException {
    Files.createDirectory(folders.snapshotFile(2));
    assertThat(Auditor.audit(path).toText()).contains("cannot be read: Is a directory");

    Files.delete(folders.segmentFile(2));
    Files.createDirectory(folders.segmentFile(2));
    assertRefused(folders.segmentFile(2), 0, "cannot be read: Is a directory");
  }

  @Test
  void a_file_of_another_program_is_foreign() throws IOException {
    Files.writeString(path.resolve("folder"), "{}");

    assertRefused(path.resolve("folder"), 0, "foreign");
  }

  @Test
  void a_folder_of_a_newer_version_is_said_to_be_newer() throws IOException {
    Files.write(path.resolve("folder"), FolderWriter.folderFile(3));

    assertRefused(path.resolve("folder"), 8, "newer: has format version 3, known are 1 and 2");
  }

  @Test
  void a_spoilt_folder_file_is_damaged() throws IOException {
    change(path.resolve("folder"), 50, 1);
    assertRefused(path.resolve("folder"), 60, "damaged: the checksum does not fit");

    Files.write(path.resolve("folder"), Arrays.copyOf(FolderWriter.folderFile(1), 63));
    assertRefused(path.resolve("folder"), 0, "damaged: is not 64 bytes long");
  }

  @Test
  void a_missing_segment_is_named() throws IOException {
    Files.delete(folders.segmentFile(1));

    assertRefused(folders.segmentFile(1), 0, "damaged: is missing");
  }

  @Test
  void a_spoilt_segment_head_is_damaged() throws IOException {
    change(folders.segmentFile(2), 2_000, 1);

    assertRefused(folders.segmentFile(2), 4_092, "damaged: the head's checksum does not fit");
  }

  @Test
  void a_segment_of_a_newer_version_is_said_to_be_newer() throws IOException {
    reseal(folders.segmentFile(2), 8, 9, 4_092);

    assertRefused(folders.segmentFile(2), 8, "newer: has format version 9");
  }

  @Test
  void a_segment_of_another_folder_is_damaged() throws IOException {
    reseal(folders.segmentFile(2), 16, 7, 4_092);

    assertRefused(folders.segmentFile(2), 16, "belongs to another data folder");
  }

  @Test
  void a_segment_under_the_number_of_another_is_damaged() throws IOException {
    Files.copy(folders.segmentFile(2), folders.segmentFile(3));

    assertRefused(folders.segmentFile(3), 32, "is segment 2 by its head");
  }

  @Test
  void a_segment_of_another_size_is_damaged() throws IOException {
    byte[] bytes = Files.readAllBytes(folders.segmentFile(2));

    Files.write(folders.segmentFile(2), Arrays.copyOf(bytes, bytes.length + 8));
    assertRefused(folders.segmentFile(2), 40, "has 65544 bytes, not 65536");

    Files.write(folders.segmentFile(2), Arrays.copyOf(bytes, 4_000));
    assertRefused(folders.segmentFile(2), 0, "is shorter than its head");
  }

  @Test
  void half_made_and_foreign_names_are_none_of_the_journals_business() throws IOException {
    Files.write(path.resolve("journal-00000009.seg.tmp"), new byte[9]);
    Files.write(path.resolve("journal-9.seg"), new byte[9]);
    Files.write(path.resolve("journal-x.seg"), new byte[9]);
    Files.write(path.resolve("snapshot-99999999999999999999.snap"), new byte[9]);
    Files.write(path.resolve("notes.txt"), new byte[9]);

    assertThat(Auditor.audit(path).journal().segments()).isEqualTo(2);
  }

  @Test
  void a_folder_that_cannot_be_read_is_not_called_another_kind_of_folder() throws IOException {
    Path file = path.resolve("folder");
    Files.delete(file);
    Files.createSymbolicLink(file, file.getFileName());
    assertRefused(file, 0, "cannot be read: ");

    Files.delete(file);
    Files.write(file, FolderWriter.folderFile(1));
    Files.setPosixFilePermissions(file, Set.of());
    Needs.that(!Files.isReadable(file), "root may read everything");
    assertRefused(file, 0, "cannot be read: permission denied");
  }

  @Test
  void a_whole_snapshot_is_tied_to_the_journal() throws IOException {
    Files.write(folders.snapshotFile(0), folders.snapshot(0, 0));
    Files.write(folders.snapshotFile(2), folders.snapshot(2, NOW_MS + 1));

    AuditReport report = Auditor.audit(path);

    assertThat(report.snapshots())
        .containsExactly(
            new AuditReport.SnapshotFigures(folders.snapshotFile(0).getFileName(), 0, null, OTHER),
            new AuditReport.SnapshotFigures(folders.snapshotFile(2).getFileName(), 2, null, OTHER));
    assertThat(report.toText())
        .contains("snapshot-00000000000000000002.snap, whole, " + OTHER + "\n");
  }

  @Test
  void a_snapshot_with_another_chain_value_or_time_is_damaged() throws IOException {
    byte[] bytes = folders.snapshot(2, NOW_MS + 1);
    Files.write(folders.snapshotFile(2), bytes);
    reseal(folders.snapshotFile(2), 48, 1, 124);
    assertRefused(folders.snapshotFile(2), 48, "its chain value is not that of the journal");

    Files.write(folders.snapshotFile(2), folders.snapshot(2, NOW_MS + 2));
    assertRefused(folders.snapshotFile(2), 40, "its time is not that of the journal");
  }

  @Test
  void any_spoilt_byte_of_a_snapshot_is_warned_of_and_the_journal_stays_sound() throws IOException {
    byte[] bytes = folders.snapshot(2, NOW_MS + 1);
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= 0x20;
      Files.write(folders.snapshotFile(2), bytes);
      bytes[at] ^= 0x20;

      AuditReport report = Auditor.audit(path);

      assertThat(report.sound()).isTrue();
      assertThat(report.snapshots().getFirst().problem()).as("byte " + at).startsWith("offset ");
    }
  }

  @Test
  void a_snapshot_cut_short_or_continued_is_warned_of() throws IOException {
    byte[] bytes = folders.snapshot(2, NOW_MS + 1);
    for (int size : new int[] {0, 7, 127, 128, 140, 200, 250, bytes.length - 1, bytes.length + 1}) {
      Files.write(folders.snapshotFile(2), Arrays.copyOf(bytes, size));

      assertThat(Auditor.audit(path).snapshots().getFirst().problem()).as("" + size).isNotNull();
    }
  }

  /** A third segment whose only record has this body. */
  private void body(int count, byte[] body) {
    folders.segment().record(1, NOW_MS + 4, count, body).write();
  }

  @Test
  void an_event_of_an_unknown_type_is_refused_at_its_offset() {
    body(2, new Body().toppedUp(1, 1, null).u8(99).bytes());

    assertRefused(
        folders.segmentFile(3), 4096 + 64 + 18, "in record 5: events of type 99 are unknown");
  }

  @Test
  void an_event_that_ends_beyond_its_body_is_refused() {
    body(1, new Body().u8(3).i32(1).bytes());

    assertRefused(folders.segmentFile(3), 4096 + 65, "the event ends beyond the body");
  }

  @Test
  void fewer_or_more_events_than_the_head_says_are_refused() {
    body(1, new Body().toppedUp(1, 1, null).toppedUp(1, 1, null).bytes());
    assertRefused(folders.segmentFile(3), 4096 + 64 + 18, "more than its events");
  }

  @Test
  void values_out_of_their_range_are_refused() {
    body(1, new Body().event(5, 1, -1).key(null).bytes());
    assertRefused(folders.segmentFile(3), 4096 + 64 + 9, "-1 is negative");
  }

  @Test
  void a_state_that_does_not_exist_is_refused() {
    body(1, new Body().saleSwitched(1, 5).bytes());
    assertRefused(folders.segmentFile(3), 4096 + 64 + 9, "5 where at most 4 may be");
  }

  @Test
  void a_text_that_is_not_utf8_is_refused() {
    Body body = new Body().event(38, 2).u8(0).u8(1).u8(0xff).text("");
    body(1, body.bytes());
    assertRefused(folders.segmentFile(3), 4096 + 64 + 11, "a text that is not UTF-8");
  }

  @Test
  void a_list_longer_than_the_body_is_refused() {
    body(1, new Body().event(6).i32(Integer.MAX_VALUE).bytes());
    assertRefused(folders.segmentFile(3), 4096 + 64 + 5, "the event ends beyond the body");
  }

  @Test
  void a_closing_record_with_a_body_is_refused() {
    folders.segment().record(2, NOW_MS + 4, 0, new byte[8]).write();
    assertRefused(folders.segmentFile(3), 4096, "a closing record with a body");
  }
}
