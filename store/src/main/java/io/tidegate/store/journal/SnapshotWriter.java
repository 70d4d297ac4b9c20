package io.tidegate.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes one snapshot as sections of rows, into whatever keeps it. One thread.
 *
 * <pre>{@code
 * out.section(SEATS);
 * for (Seat seat : seats) encode(seat, out.room(SEAT_BYTES));
 * }</pre>
 *
 * Rows go out in chunks; a row is never split, so the reader decodes a chunk at a time.
 */
public final class SnapshotWriter {
  /** No chunk has more bytes of rows. */
  public static final int CHUNK_BYTES_MAX = Format.CHUNK_BODY_BYTES_MAX;

  /** Keeps the chunks of a snapshot. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a chunk, the next behind the one before.
     *
     * @param section of its rows, 0 or more
     * @param rows between position and limit, at most {@link #CHUNK_BYTES_MAX} bytes and at least
     *     one; lent for the call
     */
    void chunk(int section, ByteBuffer rows) throws IOException;
  }

  private final Sink sink;
  // With room for the head that a file puts before the rows, so that nothing is copied for it.
  private final ByteBuffer chunk =
      ByteBuffer.allocateDirect(Format.CHUNK_HEAD_BYTES + Format.CHUNK_BODY_BYTES_MAX);

  private int section;

  private SnapshotWriter(Sink sink) {
    this.sink = sink;
    chunk.position(Format.CHUNK_HEAD_BYTES);
  }

  /** Writes all that the source has into the sink. */
  public static void write(SnapshotSource source, Sink sink) throws IOException {
    SnapshotWriter out = new SnapshotWriter(sink);
    source.writeTo(out);
    out.flush();
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

  private void flush() throws IOException {
    if (chunk.position() == Format.CHUNK_HEAD_BYTES) return;
    sink.chunk(section, chunk.flip().position(Format.CHUNK_HEAD_BYTES));
    chunk.clear().position(Format.CHUNK_HEAD_BYTES);
  }
}
