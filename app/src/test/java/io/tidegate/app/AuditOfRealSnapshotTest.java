package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Rule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Snapshots that a real engine wrote and somebody changed, with every checksum made to fit again:
 * the auditor finds them from the journal.
 */
class AuditOfRealSnapshotTest {
  private static final long START_MS = 1_800_000_000_000L;
  private static final int HEAD = 128;
  private static final int CHUNK_HEAD = 16;
  private static final int LAYOUT = 2;
  private static final int CHANGES = 30;

  @TempDir Path folder;

  /** A chunk: where its body begins, how long it is, of which section. */
  private record Chunk(int body, int length, int section) {}

  private Path written(long seed) throws Exception {
    try (RandomCrowd crowd = new RandomCrowd(folder, seed, START_MS)) {
      if (seed % 2 == 0) crowd.openByDraw("a beacon");
      else crowd.open();
      crowd.drawsFromHereOn();
      crowd.act(400);
      if (seed % 3 == 0) crowd.closeAndForget();
      crowd.stop();
    }
    AuditReport report = Auditor.audit(folder);
    assertThat(report.breaches()).isEmpty();
    AuditReport.SnapshotFigures newest = report.snapshots().getLast();
    assertThat(newest.content()).isEqualTo("says what the journal says");
    return folder.resolve(newest.file());
  }

  private static List<Chunk> chunks(byte[] bytes) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer file = ByteBuffer.wrap(bytes);
    for (int at = HEAD; at < bytes.length; ) {
      int length = file.getInt(at + 4);
      int section = file.getInt(at + 8);
      if (section >= 0) chunks.add(new Chunk(at + CHUNK_HEAD, length, section));
      at += CHUNK_HEAD + length;
    }
    return chunks;
  }

  private static void seal(byte[] bytes, Chunk chunk) {
    CRC32C crc = new CRC32C();
    int from = chunk.body() - CHUNK_HEAD;
    crc.update(bytes, from + 4, CHUNK_HEAD - 4 + chunk.length());
    ByteBuffer.wrap(bytes).putInt(from, (int) crc.getValue());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void any_changed_byte_is_found(long seed) throws Exception {
    Path file = written(seed);
    byte[] right = Files.readAllBytes(file);
    List<Chunk> chunks = chunks(right);
    Random random = new Random(seed);
    for (int change = 0; change < CHANGES; change++) {
      Chunk chunk = chunks.get(random.nextInt(chunks.size()));
      int at = place(right, chunk, random);
      byte[] wrong = right.clone();
      wrong[at] ^= (byte) (1 << random.nextInt(8));
      seal(wrong, chunk);
      Files.write(file, wrong);
      assertFound(chunk, at);
    }
  }

  /** Three of four times a byte that is not zero, for most of a page is. */
  private static int place(byte[] bytes, Chunk chunk, Random random) {
    int at = chunk.body() + random.nextInt(chunk.length());
    if (random.nextInt(4) == 0) return at;
    for (int i = 0; i < chunk.length() && bytes[at] == 0; i++)
      at = at + 1 < chunk.body() + chunk.length() ? at + 1 : chunk.body();
    return at;
  }

  private void assertFound(Chunk chunk, int at) throws IOException {
    AuditReport report = Auditor.audit(folder);
    String content = report.snapshots().getLast().content();
    if (chunk.section() == LAYOUT && "not compared, of another layout".equals(content)) return;
    assertThat(report.breaches())
        .as("a change at %d, in section %d", at, chunk.section())
        .isNotEmpty()
        .allMatch(breach -> breach.rule() == Rule.SNAPSHOTS);
    assertThat(content).startsWith("DIFFERS from the journal in ");
  }

  @Test
  void it_says_which_row_differs_in_which_column_and_what_is_right() throws Exception {
    Path file = written(1);
    byte[] bytes = Files.readAllBytes(file);
    Chunk offers =
        chunks(bytes).stream().filter(chunk -> chunk.section() == 101).findFirst().orElseThrow();
    int available = offers.body() + 4 + 8 * (10 + 3); // offer 1 is row 1 of page 0
    long right = ByteBuffer.wrap(bytes).getLong(available);
    ByteBuffer.wrap(bytes).putLong(available, right + 1);
    seal(bytes, offers);
    Files.write(file, bytes);

    AuditReport report = Auditor.audit(folder);

    assertThat(report.sound()).isFalse();
    assertThat(report.breaches())
        .extracting(Breach::what)
        .containsExactly(
            "%s: table offers, row 1: available is %d, and the journal gives %d"
                .formatted(file.getFileName(), right + 1, right));
    assertThat(report.toText())
        .contains("rule 14, record ")
        .contains(", whole, DIFFERS from the journal in 1 places\n");
  }
}
