package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.journal.FolderRefusedException.Reason;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Folders that are refused, each with its text, and what is left alone in those that are not. */
class JournalFolderTest {
  private final FaultyDisk disk = new FaultyDisk(1);

  private static void refuses(FaultyDisk disk, Reason reason, String message) {
    assertThatThrownBy(() -> JournalRun.calm(disk))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessage(message)
        .extracting(e -> ((FolderRefusedException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void a_folder_with_something_else_in_it_is_refused_and_not_touched() {
    disk.put("holiday.jpg", new byte[10]);
    refuses(
        disk,
        Reason.FOREIGN,
        "faulty is not a Tidegate data folder: it has no file 'folder' of ours, but holds 'holiday.jpg'");
    assertThat(disk.names()).containsExactly("holiday.jpg");
  }

  @Test
  void journal_files_without_the_file_folder_are_refused_and_not_touched() throws Exception {
    JournalRun.calm(disk).append(new byte[1]);
    FaultyDisk next = disk.reboot();
    next.remove(Format.FOLDER);
    refuses(
        next,
        Reason.FOREIGN,
        "faulty is not a Tidegate data folder: it has no file 'folder' of ours, but holds 'journal-00000001.seg'");
    assertThat(next.names()).contains("journal-00000001.seg");
  }

  @Test
  void a_new_volume_with_lost_and_found_on_it_is_as_good_as_empty() throws Exception {
    disk.put("lost+found", new byte[0]);
    assertThat(JournalRun.calm(disk).append(new byte[1])).isTrue();
  }

  @Test
  void the_key_of_a_gate_that_had_no_rooms_is_no_reason_to_refuse_its_folder() throws Exception {
    disk.put("admin.key", new byte[44]);
    assertThat(JournalRun.calm(disk).append(new byte[1])).isTrue();
  }

  @Test
  void a_file_named_folder_that_is_not_ours_is_refused() {
    disk.put(
        Format.FOLDER,
        "a shopping list, longer than sixty-four bytes, that happens to be called folder"
            .getBytes(StandardCharsets.US_ASCII));
    refuses(disk, Reason.FOREIGN, "faulty is not a Tidegate data folder");
  }

  @Test
  void a_newer_folder_is_refused_with_its_version() throws Exception {
    JournalRun.calm(disk).append(new byte[1]);
    FaultyDisk next = disk.reboot();
    byte[] head = next.content(Format.FOLDER);
    head[11] = 3;
    next.put(Format.FOLDER, head);
    refuses(
        next,
        Reason.NEWER,
        "faulty: folder has format version 3; this program reads versions up to 2. Start the newer program on it.");
  }

  @Test
  void a_newer_segment_is_refused_with_its_version() throws Exception {
    JournalRun.calm(disk).append(new byte[1]);
    FaultyDisk next = disk.reboot();
    byte[] segment = next.content("journal-00000001.seg");
    segment[11] = 9;
    next.put("journal-00000001.seg", segment);
    refuses(
        next,
        Reason.NEWER,
        "faulty: journal-00000001.seg has format version 9; this program reads versions up to 2. Start the newer program on it.");
  }

  @Test
  void a_folder_of_version_1_goes_on_in_a_segment_of_version_2() throws Exception {
    JournalRun.calm(disk).append(new byte[] {1});
    FaultyDisk next = disk.reboot();
    String first = "journal-00000001.seg";
    next.put(first, ofVersion1(next, first));
    JournalRun.calm(next).append(new byte[] {2});
    FaultyDisk last = next.reboot();
    JournalRun run = JournalRun.calm(last);
    assertThat(run.state())
        .extracting(seen -> seen.body().get(0))
        .containsExactly((byte) 1, (byte) 2);
    assertThat(last.content(first)).isEqualTo(next.content(first));
    assertThat(last.content("journal-00000002.seg")[11]).isEqualTo((byte) 2);
    run.append(new byte[] {3});
    assertThat(run.journal().position().sequence()).isEqualTo(3);
    assertThat(last.names()).doesNotContain("journal-00000003.seg");
  }

  @Test
  void a_spare_segment_of_version_1_is_made_anew() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[12_000]);
    run.append(new byte[12_000]);
    FaultyDisk next = disk.reboot();
    for (String segment : List.of("journal-00000001.seg", "journal-00000002.seg"))
      next.put(segment, ofVersion1(next, segment));
    JournalRun.calm(next).append(new byte[] {2});
    assertThat(next.content("journal-00000002.seg")[11]).isEqualTo((byte) 2);
    assertThat(JournalRun.calm(next.reboot()).state()).hasSize(3);
  }

  /** The segment as version 1 would have written it: records at offsets divisible by 8. */
  private static byte[] ofVersion1(FaultyDisk disk, String name) throws Exception {
    ByteBuffer from = ByteBuffer.wrap(disk.content(name));
    ByteBuffer to = ByteBuffer.allocate(from.capacity());
    to.put(0, from, 0, Format.SEGMENT_HEAD_BYTES).put(11, (byte) 1);
    CRC32C crc = new CRC32C();
    to.putInt(Format.SEGMENT_HEAD_BYTES - 4, Format.crc(crc, to, 0, Format.SEGMENT_HEAD_BYTES - 4));
    int at = Format.SEGMENT_HEAD_BYTES;
    int next = at;
    while (next < from.capacity() && from.getLong(next) != 0) {
      int length = from.getInt(next + RecordLayout.LENGTH);
      int end = at + (int) Format.padded(length, 1);
      to.put(at, from, next, length);
      Folder.read(disk).salt(crc);
      to.putInt(at, Format.crc(crc, to, at + RecordLayout.LENGTH, end));
      next += (int) Format.padded(length);
      at = end;
    }
    return to.array();
  }

  @Test
  void a_spoilt_file_folder_is_refused() throws Exception {
    JournalRun.calm(disk).append(new byte[1]);
    FaultyDisk next = disk.reboot();
    byte[] head = next.content(Format.FOLDER);
    next.put(Format.FOLDER, Arrays.copyOf(head, 40));
    refuses(
        next,
        Reason.DAMAGED,
        "faulty: the file 'folder' is damaged: is 40 bytes long instead of 64");
    head[20] ^= 1;
    next.put(Format.FOLDER, head);
    refuses(
        next,
        Reason.DAMAGED,
        "faulty: the file 'folder' is damaged: its checksum does not fit its bytes");
  }

  @Test
  void a_read_only_disk_is_refused_and_can_be_read() throws Exception {
    disk.readOnly();
    refuses(
        disk,
        Reason.NOT_WRITABLE,
        "the data folder faulty cannot be written: java.nio.file.FileSystemException: faulty: Read-only file system");
    FaultyDisk used = new FaultyDisk(2);
    JournalRun.calm(used).append(new byte[1]);
    used = used.reboot();
    used.readOnly();
    refuses(
        used,
        Reason.NOT_WRITABLE,
        "the data folder faulty cannot be written: java.nio.file.FileSystemException: faulty: Read-only file system");
    try (JournalReader reader = JournalReader.open(used)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void a_folder_in_use_is_refused() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    refuses(disk, Reason.IN_USE, "the data folder faulty is in use by this process");
    run.journal().close();
    assertThat(JournalRun.calm(disk).append(new byte[1])).isTrue();
  }

  @Test
  void a_replay_that_fails_fails_the_opening_and_lets_go_of_the_folder() throws Exception {
    JournalRun.calm(disk).append(new byte[1]);
    FaultyDisk next = disk.reboot();
    RecoveryListener broken =
        new RecoveryListener() {
          @Override
          public void chunk(int section, ByteBuffer rows) {}

          @Override
          public void record(LogRecord record) throws IOException {
            throw new IOException("not my events");
          }
        };
    assertThatThrownBy(() -> Journal.open(next, JournalRun.CONFIG, JournalObserver.NONE, broken))
        .hasMessage("not my events");
    assertThat(JournalRun.calm(next).state()).hasSize(1);
  }

  @Test
  void half_made_files_are_removed_and_others_left_alone() throws Exception {
    JournalRun.calm(disk).append(new byte[1]);
    FaultyDisk next = disk.reboot();
    next.put("journal-00000002.seg.tmp", new byte[5]);
    next.put("snapshot-00000000000000000001.snap.tmp", new byte[5]);
    next.put("admin.key", new byte[5]);
    next.put("notes.tmp", new byte[5]);
    JournalRun.calm(next);
    assertThat(next.names())
        .containsExactly("admin.key", "folder", "journal-00000001.seg", "lock", "notes.tmp");
  }
}
