package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes small files in one step: they are there whole or not at all. */
final class AtomicFile {
  private AtomicFile() {}

  /** Writes under a half-made name, forces, renames and forces the folder. */
  static void write(Disk disk, String name, ByteBuffer bytes) throws IOException {
    String halfMade = name + Format.HALF_MADE;
    try {
      try (DiskFile file = disk.create(halfMade)) {
        file.write(0, bytes);
        file.force(true);
      }
      disk.rename(halfMade, name);
      disk.forceFolder();
    } catch (IOException | RuntimeException e) {
      try {
        disk.delete(halfMade);
      } catch (IOException | RuntimeException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }
}
