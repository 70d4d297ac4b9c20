package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code stopped}: a clean stop leaves it, and it says where the journal ends.
 *
 * <p>The closing record alone cannot prove where the end is: if it is lost together with the
 * records before it, nothing shows that they were there. This file can prove it. It is removed,
 * durably, before anything is appended; so while it is there it is right, and a journal that ends
 * elsewhere is damaged.
 */
final class CleanStop {
  private static final int VERSION = 8;
  private static final int FOLDER_ID = 16;
  private static final int SEQUENCE = 32;
  private static final int TIME = 40;
  private static final int CHAIN = 48;
  private static final int CRC = Format.STOPPED_BYTES - 4;

  private CleanStop() {}

  /** Makes it, whole and durable when this returns. */
  static void write(Disk disk, Folder folder, LogPosition end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Format.STOPPED_BYTES);
    bytes.putLong(0, Format.STOPPED_MAGIC);
    bytes.putInt(VERSION, Format.VERSION);
    folder.putId(bytes, FOLDER_ID);
    bytes.putLong(SEQUENCE, end.sequence());
    bytes.putLong(TIME, end.timeMs());
    bytes.put(CHAIN, Chain.parse(end.chain()));
    bytes.putInt(CRC, Format.crc(new CRC32C(), bytes, 0, CRC));
    AtomicFile.write(disk, Format.STOPPED, bytes);
  }

  /** Removes it; durable when this returns. */
  static void remove(Disk disk) throws IOException {
    disk.delete(Format.STOPPED);
    disk.forceFolder();
  }

  /**
   * Where the journal ends; null if nothing vouches for that.
   *
   * @throws DamageException if the file is there and is not whole
   * @throws FolderRefusedException if a newer version wrote it
   */
  static @Nullable LogPosition read(Disk disk, Folder folder) throws IOException {
    if (!disk.names().contains(Format.STOPPED)) return null;
    ByteBuffer bytes = ByteBuffer.allocate(Format.STOPPED_BYTES);
    try (DiskFile file = disk.openToRead(Format.STOPPED)) {
      int read = file.read(0, bytes);
      if (read >= VERSION + 4 && bytes.getLong(0) == Format.STOPPED_MAGIC)
        Folder.refuseNewer(disk, Format.STOPPED, bytes.getInt(VERSION));
      if (read < Format.STOPPED_BYTES || file.size() != Format.STOPPED_BYTES)
        throw damaged(disk, "it is " + file.size() + " bytes long");
    }
    if (bytes.getLong(0) != Format.STOPPED_MAGIC)
      throw damaged(disk, "it does not begin with TIDESTOP");
    if (bytes.getInt(CRC) != Format.crc(new CRC32C(), bytes, 0, CRC))
      throw damaged(disk, "its checksum does not fit its bytes");
    if (!folder.hasId(bytes, FOLDER_ID)) throw damaged(disk, "it belongs to another data folder");
    byte[] chain = new byte[Format.CHAIN_BYTES];
    bytes.get(CHAIN, chain);
    return new LogPosition(
        bytes.getLong(SEQUENCE), bytes.getLong(TIME), HexFormat.of().formatHex(chain));
  }

  private static DamageException damaged(Disk disk, String what) {
    return new DamageException(disk.place(), Format.STOPPED, 0, 0, what);
  }
}
