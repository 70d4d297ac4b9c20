package io.tidegate.bench.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the file system gives without us: a write and an fdatasync, one after the other, over a file
 * whose blocks are there already.
 */
final class RawForces {
  private static final int FILE_BYTES = 64 << 20;
  private static final int STEP_BYTES = 1 << 20;

  private RawForces() {}

  /** Makes the file. */
  static void prepare(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(STEP_BYTES);
      for (long at = 0; at < FILE_BYTES; at += STEP_BYTES) channel.write(zeros.clear(), at);
      channel.force(true);
    }
  }

  /**
   * Forces a second.
   *
   * @param bytes written before each force
   */
  static double perSecond(Path file, int bytes, double seconds) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(bytes);
      while (block.hasRemaining()) block.put((byte) 1);
      long startNs = System.nanoTime();
      long endNs = startNs + (long) (seconds * 1e9);
      long forces = 0;
      long at = 0;
      while (System.nanoTime() < endNs) {
        if (at + bytes > FILE_BYTES) at = 0;
        channel.write(block.clear(), at);
        channel.force(false);
        at += bytes;
        forces++;
      }
      return forces / ((System.nanoTime() - startNs) / 1e9);
    }
  }
}
