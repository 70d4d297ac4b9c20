package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogPosition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot as it lies on the disk: its head, and its chunks to check and to read. One thread.
 */
final class SnapshotFile implements Closeable {
  private static final int VERSION = 8;
  private static final int HEAD_BYTES = 12;
  private static final int FOLDER_ID = 16;
  private static final int SEQUENCE = 32;
  private static final int TIME = 40;
  private static final int CHAIN = 48;
  private static final int CRC = Format.SNAPSHOT_HEAD_BYTES - 4;

  private final Folder folder;
  private final DiskFile file;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer chunk;

  private LogPosition position = new LogPosition(0, 0, "");

  SnapshotFile(Disk disk, Folder folder, String name) throws IOException {
    this.folder = folder;
    this.file = disk.openToRead(name);
    long largest = Format.CHUNK_HEAD_BYTES + Format.CHUNK_BODY_BYTES_MAX;
    this.chunk =
        ByteBuffer.allocateDirect((int) Math.min(largest, file.size() + Format.CHUNK_HEAD_BYTES));
  }

  static ByteBuffer head(Folder folder, LogPosition position) {
    ByteBuffer head = ByteBuffer.allocate(Format.SNAPSHOT_HEAD_BYTES);
    head.putLong(0, Format.SNAPSHOT_MAGIC);
    head.putInt(VERSION, Format.VERSION);
    head.putInt(HEAD_BYTES, Format.SNAPSHOT_HEAD_BYTES);
    folder.putId(head, FOLDER_ID);
    head.putLong(SEQUENCE, position.sequence());
    head.putLong(TIME, position.timeMs());
    head.put(CHAIN, Chain.parse(position.chain()));
    return head.putInt(CRC, Format.crc(new CRC32C(), head, 0, CRC));
  }

  LogPosition position() {
    return position;
  }

  String name() {
    return file.name();
  }

  /** Reads all of it; null if it is whole, otherwise what is wrong. */
  @Nullable String check(long sequence) throws IOException {
    String wrong = checkHead(sequence);
    if (wrong != null) return wrong;
    long position = Format.SNAPSHOT_HEAD_BYTES;
    long bodyBytes = 0;
    for (int index = 0; ; index++) {
      if (!load(position)) return "it ends early, within chunk " + index;
      if (chunkCrc() != chunk.getInt(0))
        return "the checksum of chunk "
            + index
            + " at offset "
            + position
            + " does not fit its bytes";
      if (chunk.getInt(12) != index)
        return "chunk " + chunk.getInt(12) + " stands where chunk " + index + " is expected";
      position += chunk.limit();
      if (section() == Format.TRAILER_SECTION) return checkTrailer(position, bodyBytes);
      bodyBytes += chunk.limit() - Format.CHUNK_HEAD_BYTES;
    }
  }

  private @Nullable String checkHead(long sequence) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(Format.SNAPSHOT_HEAD_BYTES);
    if (file.read(0, head) < Format.SNAPSHOT_HEAD_BYTES) return "it ends within its head";
    if (head.getLong(0) != Format.SNAPSHOT_MAGIC) return "it does not begin like a snapshot";
    int version = head.getInt(VERSION);
    if (version < Format.VERSION_OLDEST || version > Format.VERSION)
      return "it has format version " + version + ", and known ones end with " + Format.VERSION;
    if (head.getInt(CRC) != Format.crc(new CRC32C(), head, 0, CRC))
      return "the head's checksum does not fit its bytes";
    if (!folder.hasId(head, FOLDER_ID)) return "it belongs to another data folder";
    if (head.getLong(SEQUENCE) != sequence)
      return "by its head it was made at record " + head.getLong(SEQUENCE);
    byte[] chain = new byte[Format.CHAIN_BYTES];
    head.get(CHAIN, chain);
    position = new LogPosition(sequence, head.getLong(TIME), HexFormat.of().formatHex(chain));
    return null;
  }

  private @Nullable String checkTrailer(long position, long bodyBytes) throws IOException {
    if (chunk.limit() != Format.CHUNK_HEAD_BYTES + Format.TRAILER_BODY_BYTES)
      return "its trailer has a wrong size";
    if (chunk.getLong(Format.CHUNK_HEAD_BYTES) != position || file.size() != position)
      return "it is " + file.size() + " bytes long and should be " + position;
    if (chunk.getLong(Format.CHUNK_HEAD_BYTES + 8) != bodyBytes)
      return "its chunks do not add up to what its trailer says";
    return null;
  }

  /** Shows the first chunk of one that {@link #check} found whole; null if it is taken. */
  @Nullable String refusedBy(RecoveryListener listener) throws IOException {
    if (!load(Format.SNAPSHOT_HEAD_BYTES)) return "it ends within its first chunk";
    return section() == Format.TRAILER_SECTION
        ? null
        : listener.refuses(section(), chunk.position(Format.CHUNK_HEAD_BYTES));
  }

  /** Gives out all chunks of a snapshot that {@link #check} found whole. */
  void replay(RecoveryListener listener) throws IOException {
    for (long position = Format.SNAPSHOT_HEAD_BYTES; ; position += chunk.limit()) {
      if (!load(position) || chunkCrc() != chunk.getInt(0))
        throw new IOException(file.name() + " cannot be read any more at offset " + position);
      if (section() == Format.TRAILER_SECTION) return;
      int end = chunk.limit();
      listener.chunk(section(), chunk.position(Format.CHUNK_HEAD_BYTES));
      chunk.limit(end);
    }
  }

  private int section() {
    return chunk.getInt(8);
  }

  private int chunkCrc() {
    crc.reset();
    return Format.crc(crc, chunk, 4, chunk.limit());
  }

  /** Reads the chunk there; false if the file does not hold all of it. */
  private boolean load(long position) throws IOException {
    chunk.clear().limit(Format.CHUNK_HEAD_BYTES);
    if (file.read(position, chunk) < Format.CHUNK_HEAD_BYTES) return false;
    int body = chunk.getInt(4);
    if (body < 1 || body > chunk.capacity() - Format.CHUNK_HEAD_BYTES) return false;
    chunk.limit(Format.CHUNK_HEAD_BYTES + body);
    return file.read(position + Format.CHUNK_HEAD_BYTES, chunk) == body;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
