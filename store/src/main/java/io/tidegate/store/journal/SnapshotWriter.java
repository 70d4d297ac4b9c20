package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes one snapshot as sections of rows. One thread.
 *
 * <pre>{@code
 * out.section(SEATS);
 * for (Seat seat : seats) encode(seat, out.room(SEAT_BYTES));
 * }</pre>
 *
 * Rows go to the file in chunks, each with its checksum; a row is never split, so the reader
 * decodes a chunk at a time.
 */
public final class SnapshotWriter {
  private final DiskFile file;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer chunk =
      ByteBuffer.allocateDirect(Format.CHUNK_HEAD_BYTES + Format.CHUNK_BODY_BYTES_MAX);

  private int section;
  private int index;
  private long position = Format.SNAPSHOT_HEAD_BYTES;
  private long bodyBytes;
  private long unforced;

  SnapshotWriter(DiskFile file) {
    this.file = file;
    chunk.position(Format.CHUNK_HEAD_BYTES);
  }

  /**
   * Begins a section; a section may be begun again later, and be empty.
   *
   * @param id 0 or more, a number of the caller's choice
   */
  public void section(int id) throws IOException {
    if (id < 0) throw new IllegalArgumentException("a section's id must be 0 or more, not " + id);
    flush();
    section = id;
  }

  /**
   * Room for one row. What is written there is the row; nothing of it need be given back.
   *
   * @param bytes the row's size at most, in [0, 1 MiB]
   * @return big-endian, with at least that many bytes remaining; good until the next call
   */
  public ByteBuffer room(int bytes) throws IOException {
    if (bytes > Format.CHUNK_BODY_BYTES_MAX)
      throw new IllegalArgumentException(
          "a row must not be larger than " + Format.CHUNK_BODY_BYTES_MAX + " bytes: " + bytes);
    if (chunk.remaining() < bytes) flush();
    return chunk;
  }

  /** Writes the end and returns the file's length. */
  long finish() throws IOException {
    flush();
    section = Format.TRAILER_SECTION;
    long length = position + Format.CHUNK_HEAD_BYTES + Format.TRAILER_BODY_BYTES;
    chunk.putLong(length).putLong(bodyBytes);
    flush();
    return length;
  }

  private void flush() throws IOException {
    int end = chunk.position();
    int body = end - Format.CHUNK_HEAD_BYTES;
    if (body == 0) return;
    chunk.putInt(4, body).putInt(8, section).putInt(12, index++);
    crc.reset();
    chunk.putInt(0, Format.crc(crc, chunk, 4, end));
    write(chunk.flip());
    chunk.clear().position(Format.CHUNK_HEAD_BYTES);
    position += end;
    bodyBytes += body;
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
