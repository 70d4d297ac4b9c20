package io.tidegate.audit.journal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bytes of a snapshot file, read once from front to back. */
final class SnapshotFile implements Closeable {
  static final int HEAD = 128;
  private static final int CHUNK_HEAD = 16;
  private static final int CHUNK_BODY = 1 << 20;
  private static final long TRAILER = 0xffff_ffffL;

  private final InputStream in;
  private final long size;
  private final byte[] chunk = new byte[CHUNK_HEAD + CHUNK_BODY];

  SnapshotFile(Path file) throws IOException {
    this.size = Files.size(file);
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** The head, or less where the file is shorter. */
  byte[] head() throws IOException {
    return in.readNBytes(HEAD);
  }

  /** Why the chunks behind the head are not whole, with the offset; null if they are. */
  @Nullable String chunksProblem() throws IOException {
    return read((_, _) -> true);
  }

  /** Hands out every whole chunk but the trailer until the sink has enough; answers as above. */
  @Nullable String read(Snapshot.Chunks sink) throws IOException {
    long offset = HEAD;
    long bodies = 0;
    for (long index = 0; ; index++) {
      if (in.readNBytes(chunk, 0, CHUNK_HEAD) < CHUNK_HEAD) return at(offset, "ends in a chunk");
      long length = Bytes.u32(chunk, 4);
      if (length < 1 || length > CHUNK_BODY)
        return at(offset, "a chunk of " + length + " bytes is not possible");
      if (in.readNBytes(chunk, CHUNK_HEAD, (int) length) < length)
        return at(offset, "ends in a chunk");
      if (Bytes.crc32c(chunk, 4, CHUNK_HEAD + (int) length) != Bytes.u32(chunk, 0))
        return at(offset, "the chunk's checksum does not fit");
      if (Bytes.u32(chunk, 12) != index)
        return at(offset, "is chunk " + Bytes.u32(chunk, 12) + ", not " + index);
      if (Bytes.u32(chunk, 8) == TRAILER) return trailerProblem(offset, length, bodies);
      if (Bytes.u32(chunk, 8) > Integer.MAX_VALUE) return at(offset, "an impossible section");
      ByteBuffer body = ByteBuffer.wrap(chunk, CHUNK_HEAD, (int) length).slice();
      if (!sink.take((int) Bytes.u32(chunk, 8), body)) return null;
      bodies += length;
      offset += CHUNK_HEAD + length;
    }
  }

  private @Nullable String trailerProblem(long offset, long length, long bodies)
      throws IOException {
    if (length != 16) return at(offset, "the trailer has " + length + " bytes");
    long end = offset + CHUNK_HEAD + length;
    if (Bytes.u64(chunk, CHUNK_HEAD) != end) return at(offset, "the trailer names another length");
    if (Bytes.u64(chunk, CHUNK_HEAD + 8) != bodies)
      return at(offset, "the trailer names another sum of bodies");
    if (in.read() >= 0 || size != end) return at(end, "more stands behind the trailer");
    return null;
  }

  private static String at(long offset, String problem) {
    return "offset " + offset + ": " + problem;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
