package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The chunks of one snapshot in its file, each with its checksum. One thread. */
final class SnapshotFileSink implements SnapshotWriter.Sink {
  private final DiskFile file;
  private final CRC32C crc = new CRC32C();

  private int index;
  private long position = Format.SNAPSHOT_HEAD_BYTES;
  private long bodyBytes;
  private long unforced;

  SnapshotFileSink(DiskFile file) {
    this.file = file;
  }

  @Override
  public void chunk(int section, ByteBuffer rows) throws IOException {
    // The writer leaves room for the head before the rows.
    int end = rows.limit();
    int body = rows.remaining();
    rows.putInt(4, body).putInt(8, section).putInt(12, index++);
    crc.reset();
    rows.putInt(0, Format.crc(crc, rows, 4, end));
    write(rows.position(0));
    position += end;
    bodyBytes += body;
  }

  /** Writes the end and returns the file's length. */
  long finish() throws IOException {
    ByteBuffer trailer = ByteBuffer.allocate(Format.CHUNK_HEAD_BYTES + Format.TRAILER_BODY_BYTES);
    long length = position + trailer.capacity();
    trailer.putLong(Format.CHUNK_HEAD_BYTES, length);
    trailer.putLong(Format.CHUNK_HEAD_BYTES + 8, bodyBytes);
    chunk(Format.TRAILER_SECTION, trailer.position(Format.CHUNK_HEAD_BYTES));
    return length;
  }

  private void write(ByteBuffer bytes) throws IOException {
    for (int at = 0; at < bytes.limit(); ) {
      int portion = Math.min(Disk.PORTION_BYTES, bytes.limit() - at);
      file.write(position + at, bytes.slice(at, portion));
      at += portion;
      forceNowAndThen(portion);
    }
  }

  private void forceNowAndThen(int written) throws IOException {
    unforced += written;
    if (unforced < Disk.PORTION_BYTES) return;
    file.force(false);
    unforced = 0;
  }
}
