package io.tidegate.audit.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot (1.6) and whether it is whole.
 *
 * @param file its path
 * @param sequence of the last record it contains, from its head, or from its name if the head is
 *     damaged
 * @param timeMs the time of that record; 0 if the head is damaged
 * @param chain the chain value of that record; null if the head is damaged
 * @param problem why it is not whole, with the offset; null if it is
 */
public record Snapshot(
    Path file, long sequence, long timeMs, byte @Nullable [] chain, @Nullable String problem) {
  private static final String UNREADABLE = "cannot be read: ";

  /** Takes the bodies of chunks. */
  @FunctionalInterface
  public interface Chunks {
    /**
     * One chunk.
     *
     * @param section its section
     * @param rows its body, lent until this returns
     * @return whether more is wanted
     */
    boolean take(int section, ByteBuffer rows);
  }

  /**
   * Reads what stands in it, once more from the file.
   *
   * @return why it is not whole any more; null if it is
   * @throws NoSuchFileException if the writer has removed it
   */
  public @Nullable String read(Chunks sink) throws IOException {
    try (SnapshotFile in = new SnapshotFile(file)) {
      in.head();
      return in.read(sink);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      return UNREADABLE + e.getMessage();
    }
  }

  /** All snapshots of a folder by their sequence. One that is removed meanwhile is left out. */
  public static List<Snapshot> readAll(Folder folder) throws IOException {
    List<Snapshot> all = new ArrayList<>();
    for (long sequence : folder.snapshots()) {
      Path file = folder.snapshot(sequence);
      try (SnapshotFile in = new SnapshotFile(file)) {
        all.add(read(in, file, folder, sequence));
      } catch (NoSuchFileException e) {
        // The writer keeps the newest two and removes the others while we read.
      } catch (IOException e) {
        all.add(new Snapshot(file, sequence, 0, null, UNREADABLE + e.getMessage()));
      }
    }
    return all;
  }

  private static Snapshot read(SnapshotFile in, Path file, Folder folder, long sequence)
      throws IOException {
    byte[] head = in.head();
    String problem = headProblem(head, folder, sequence);
    if (problem != null) return new Snapshot(file, sequence, 0, null, problem);
    byte[] chain = Arrays.copyOfRange(head, 48, 80);
    return new Snapshot(file, sequence, Bytes.u64(head, 40), chain, in.chunksProblem());
  }

  private static @Nullable String headProblem(byte[] head, Folder folder, long sequence) {
    if (!Bytes.startsWith(head, "TIDESNAP")) return "offset 0: does not begin with TIDESNAP";
    if (head.length < SnapshotFile.HEAD) return "offset 0: is shorter than its head";
    if (!Folder.knows(Bytes.u32(head, 8)))
      return "offset 8: has format version " + Bytes.u32(head, 8);
    if (Bytes.crc32c(head, 0, 124) != Bytes.u32(head, 124))
      return "offset 124: the head's checksum does not fit";
    if (Bytes.u32(head, 12) != SnapshotFile.HEAD) return "offset 12: has another size of head";
    if (!Arrays.equals(head, 16, 32, folder.id(), 0, 16))
      return "offset 16: belongs to another data folder";
    if (Bytes.u64(head, 32) != sequence) return "offset 32: has another sequence than its name";
    return null;
  }
}
