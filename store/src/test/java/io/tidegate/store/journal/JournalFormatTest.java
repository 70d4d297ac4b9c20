package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.store.disk.FaultyDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bytes themselves, held against {@code docs/journal-format.md} by offsets and sums written
 * down here anew.
 */
class JournalFormatTest {
  private static final String ID = "000102030405060708090a0b0c0d0e0f";

  private final FaultyDisk disk = new FaultyDisk(1);

  @BeforeEach
  void write_two_records_a_snapshot_and_a_closing_record() throws Exception {
    JournalDependencies dependencies =
        new JournalDependencies(
            new ManualExecutor(true),
            new ManualExecutor(true),
            () -> 0,
            () -> 0x1122334455667788L,
            () -> HexFormat.of().parseHex(ID));
    try (Journal journal =
        Journal.open(
            disk, JournalRun.CONFIG, JournalObserver.NONE, new RecordCollector(), dependencies)) {
      journal.begin().put("hello".getBytes(StandardCharsets.US_ASCII));
      journal.commit(1_000, 2);
      journal.begin().putLong(-1);
      journal.commit(2_000, 1);
      journal
          .snapshot(out -> {
            out.section(4);
            out.room(3).put(new byte[] {1, 2, 3});
          })
          .join();
      journal.stop(3_000);
    }
  }

  private String hex(String name, int from, int to) {
    return HexFormat.of().formatHex(disk.content(name), from, to);
  }

  private int crc(String name, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(disk.content(name), from, to - from);
    return (int) crc.getValue();
  }

  private int u32(String name, int at) {
    return ByteBuffer.wrap(disk.content(name)).getInt(at);
  }

  @Test
  void the_checksum_is_the_one_the_document_names() {
    CRC32C crc = new CRC32C();
    crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
    assertThat(crc.getValue()).isEqualTo(0xe3069283L);
  }

  @Test
  void the_file_folder() {
    assertThat(disk.content("folder")).hasSize(64);
    assertThat(hex("folder", 0, 60))
        .isEqualTo(
            "5449444547415445"
                + "00000002"
                + "00000000"
                + ID
                + "1122334455667788"
                + "00".repeat(20));
    assertThat(u32("folder", 60)).isEqualTo(crc("folder", 0, 60));
  }

  @Test
  void a_segment_s_head() {
    String name = "journal-00000001.seg";
    assertThat(disk.content(name)).hasSize(45_056);
    assertThat(hex(name, 0, 4_092))
        .isEqualTo(
            "544944455345474d"
                + "00000002"
                + "00001000"
                + ID
                + "0000000000000001"
                + "000000000000b000"
                + "00".repeat(4_044));
    assertThat(u32(name, 4_092)).isEqualTo(crc(name, 0, 4_092));
  }

  @Test
  void records_and_their_chain() throws Exception {
    String name = "journal-00000001.seg";
    int first = 4_096;
    int second = first + 4_096;
    int closing = second + 4_096;
    assertThat(hex(name, first + 4, first + 32))
        .isEqualTo("00000045" + "0000000000000001" + "00000000000003e8" + "01000000" + "00000002");
    assertThat(hex(name, first + 64, second)).isEqualTo("68656c6c6f" + "00".repeat(4_027));
    assertThat(hex(name, second + 4, second + 32))
        .isEqualTo("00000048" + "0000000000000002" + "00000000000007d0" + "01000000" + "00000001");
    assertThat(hex(name, closing + 4, closing + 32))
        .isEqualTo("00000040" + "0000000000000003" + "0000000000000bb8" + "02000000" + "00000000");
    assertThat(hex(name, closing + 64, 45_056)).matches("0+");
    byte[] chain = MessageDigest.getInstance("SHA-256").digest(disk.content("folder"));
    chain = assertSums(name, first, first + 69, second, chain);
    chain = assertSums(name, second, second + 72, closing, chain);
    assertSums(name, closing, closing + 64, closing + 4_096, chain);
  }

  @Test
  void the_file_stopped() {
    assertThat(disk.content("stopped")).hasSize(96);
    assertThat(hex("stopped", 0, 48))
        .isEqualTo(
            "5449444553544f50"
                + "00000002"
                + "00000000"
                + ID
                + "0000000000000003"
                + "0000000000000bb8");
    int closing = 4_096 + 2 * 4_096;
    assertThat(hex("stopped", 48, 80))
        .isEqualTo(hex("journal-00000001.seg", closing + 32, closing + 64));
    assertThat(hex("stopped", 80, 92)).matches("0+");
    assertThat(u32("stopped", 92)).isEqualTo(crc("stopped", 0, 92));
  }

  private byte[] assertSums(String name, int from, int bodyEnd, int to, byte[] before)
      throws Exception {
    byte[] content = disk.content(name);
    CRC32C crc = new CRC32C();
    crc.update(HexFormat.of().parseHex(ID));
    crc.update(content, from + 4, to - from - 4);
    assertThat(u32(name, from)).isEqualTo((int) crc.getValue());
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(content, from + 4, 28);
    sha.update(before);
    sha.update(content, from + 64, bodyEnd - from - 64);
    byte[] chain = sha.digest();
    assertThat(Arrays.copyOfRange(content, from + 32, from + 64)).isEqualTo(chain);
    return chain;
  }

  @Test
  void a_snapshot() {
    String name = "snapshot-00000000000000000002.snap";
    assertThat(disk.content(name)).hasSize(128 + 19 + 32);
    assertThat(hex(name, 0, 48))
        .isEqualTo(
            "54494445534e4150"
                + "00000002"
                + "00000080"
                + ID
                + "0000000000000002"
                + "00000000000007d0");
    assertThat(hex(name, 48, 80))
        .isEqualTo(hex("journal-00000001.seg", 2 * 4_096 + 32, 2 * 4_096 + 64));
    assertThat(hex(name, 80, 124)).matches("0+");
    assertThat(u32(name, 124)).isEqualTo(crc(name, 0, 124));
    assertThat(hex(name, 132, 147)).isEqualTo("00000003" + "00000004" + "00000000" + "010203");
    assertThat(u32(name, 128)).isEqualTo(crc(name, 132, 147));
    assertThat(hex(name, 151, 179))
        .isEqualTo("00000010" + "ffffffff" + "00000001" + "00000000000000b3" + "0000000000000003");
    assertThat(u32(name, 147)).isEqualTo(crc(name, 151, 179));
  }
}
