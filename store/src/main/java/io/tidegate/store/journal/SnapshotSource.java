package io.tidegate.store.journal;

import java.io.IOException;

/**
 * The source of a snapshot: writes the state that it holds. Runs on the thread {@code
 * snapshot-writer}.
 */
@FunctionalInterface
public interface SnapshotSource {
  /**
   * Writes everything, exactly as of the record the snapshot was asked behind.
   *
   * @throws IOException if that cannot be done; the snapshot is dropped then
   */
  void writeTo(SnapshotWriter out) throws IOException;
}
