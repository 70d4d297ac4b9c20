package io.tidegate.audit.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code stopped} (1.8): where the journal ended at a clean stop.
 *
 * @param sequence of the last record
 * @param chain its chain value
 */
record CleanStop(long sequence, byte[] chain) {
  private static final int SIZE = 96;

  /**
   * Reads it; null if it is not there, as after a crash and while the service runs.
   *
   * @throws JournalRefusedException if it is there and not whole
   */
  static @Nullable CleanStop read(Folder folder) throws IOException {
    Path file = folder.path().resolve("stopped");
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(SIZE + 1);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (!Bytes.startsWith(bytes, "TIDESTOP"))
      throw new JournalRefusedException(file, 0, "damaged: does not begin with TIDESTOP");
    if (bytes.length >= 12) Folder.checkVersion(file, bytes);
    if (bytes.length != SIZE)
      throw new JournalRefusedException(file, 0, "damaged: is not " + SIZE + " bytes long");
    if (Bytes.crc32c(bytes, 0, 92) != Bytes.u32(bytes, 92))
      throw new JournalRefusedException(file, 92, "damaged: the checksum does not fit");
    if (!Arrays.equals(bytes, 16, 32, folder.id(), 0, 16))
      throw new JournalRefusedException(file, 16, "damaged: belongs to another data folder");
    return new CleanStop(Bytes.u64(bytes, 32), Arrays.copyOfRange(bytes, 48, 80));
  }

  /** Why the journal cannot end there; null if it is right. */
  @Nullable String contradicts(long lastSequence, byte[] lastChain, boolean somethingBehind) {
    String word = "a clean stop says that the journal ends with record " + sequence;
    if (lastSequence != sequence) return word + ", and the last one is " + lastSequence;
    if (!Arrays.equals(lastChain, chain)) return word + ", with another chain value";
    return somethingBehind ? word + ", and something stands behind it" : null;
  }
}
