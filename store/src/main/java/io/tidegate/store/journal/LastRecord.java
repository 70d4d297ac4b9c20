package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code last-record}: a copy of the blocks of the last record, kept while recovery writes
 * them once more in their place.
 *
 * <p>That record may have been acknowledged, and a power cut may destroy every block of an
 * interrupted write. With the copy durable before the write begins, the next start puts them back.
 * An old copy that is put back changes nothing, since the blocks of a record never change.
 */
final class LastRecord {
  private static final Logger LOG = LoggerFactory.getLogger(LastRecord.class);

  private static final int VERSION = 8;
  private static final int SEGMENT = 12;
  private static final int FOLDER_ID = 16;
  private static final int OFFSET = 32;
  private static final int CRC = 40;
  private static final int HEAD_BYTES = 48;

  private LastRecord() {}

  /**
   * Writes these bytes of a segment in their place, and forces them, with a copy beside until that
   * is done.
   *
   * @param bytes whole blocks, or up to the segment's end
   */
  static void rewrite(
      Disk disk, Folder folder, DiskFile segment, int number, long offset, ByteBuffer bytes)
      throws IOException {
    boolean copied = keep(disk, copy(folder, number, offset, bytes));
    segment.write(offset, bytes.duplicate());
    segment.force(false);
    if (!copied) return;
    disk.delete(Format.LAST_RECORD);
    disk.forceFolder();
  }

  // A full disk must not keep us from starting on what is there.
  private static boolean keep(Disk disk, ByteBuffer copy) throws IOException {
    try {
      AtomicFile.write(disk, Format.LAST_RECORD, copy);
      return true;
    } catch (IOException e) {
      if (!NoSpaceException.says(e)) throw e;
      LOG.warn(
          "{}: no room to copy the last record before it is written once more: {}",
          disk.place(),
          e.getMessage());
      return false;
    }
  }

  private static ByteBuffer copy(Folder folder, int number, long offset, ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(HEAD_BYTES + bytes.remaining());
    copy.putLong(0, Format.LAST_RECORD_MAGIC);
    copy.putInt(VERSION, Format.VERSION);
    copy.putInt(SEGMENT, number);
    folder.putId(copy, FOLDER_ID);
    copy.putLong(OFFSET, offset);
    copy.put(HEAD_BYTES, bytes, bytes.position(), bytes.remaining());
    return copy.putInt(CRC, crc(copy));
  }

  private static int crc(ByteBuffer copy) {
    CRC32C crc = new CRC32C();
    Format.crc(crc, copy, 0, CRC);
    return Format.crc(crc, copy, CRC + 4, copy.limit());
  }

  /** Puts back what an interrupted recovery may have destroyed. */
  static void putBack(Disk disk, Folder folder) throws IOException {
    if (!disk.names().contains(Format.LAST_RECORD)) return;
    ByteBuffer copy;
    try (DiskFile file = disk.openToRead(Format.LAST_RECORD)) {
      copy = ByteBuffer.allocate((int) Math.min(file.size(), Integer.MAX_VALUE - 8));
      file.read(0, copy);
      copy.flip();
    }
    String segment = segment(disk, folder, copy);
    if (segment == null) return;
    try (DiskFile file = disk.open(segment)) {
      file.write(copy.getLong(OFFSET), copy.position(HEAD_BYTES));
      file.force(false);
    }
    LOG.warn(
        "{}: put back the last record of {}, which an interrupted start was writing once more",
        disk.place(),
        segment);
  }

  private static @Nullable String segment(Disk disk, Folder folder, ByteBuffer copy)
      throws IOException {
    boolean whole =
        copy.limit() > HEAD_BYTES
            && copy.getLong(0) == Format.LAST_RECORD_MAGIC
            && copy.getInt(VERSION) == Format.VERSION
            && folder.hasId(copy, FOLDER_ID)
            && copy.getInt(CRC) == crc(copy);
    String name = whole ? Format.segmentName(copy.getInt(SEGMENT)) : "";
    if (whole && disk.names().contains(name)) return name;
    LOG.warn("{}: {} cannot be read and is not used", disk.place(), Format.LAST_RECORD);
    return null;
  }
}
