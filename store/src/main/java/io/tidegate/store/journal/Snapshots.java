package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.journal.Recovery.SkippedSnapshot;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one folder: finds the newest whole one, writes new ones, keeps two. One thread
 * writes.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final int KEPT = 2;

  private final Disk disk;
  private final Folder folder;
  private final List<SkippedSnapshot> skipped = new ArrayList<>();
  private final Set<String> unreadable = Collections.synchronizedSet(new HashSet<>());

  Snapshots(Disk disk, Folder folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /**
   * The newest one that is whole and is taken, open; null if there is none. Says loudly which ones
   * it passed over.
   */
  @Nullable SnapshotFile newestWhole(RecoveryListener listener) throws IOException {
    for (long sequence : Format.snapshots(disk.names())) {
      String name = Format.snapshotName(sequence);
      SnapshotFile snapshot = new SnapshotFile(disk, folder, name);
      String wrong;
      try {
        wrong = snapshot.check(sequence);
        if (wrong == null) wrong = snapshot.refusedBy(listener);
      } catch (IOException | RuntimeException e) {
        snapshot.close();
        throw e;
      }
      if (wrong == null) return snapshot;
      snapshot.close();
      LOG.warn(
          "{}: {} cannot be read, using an older one or the whole journal instead: {}",
          disk.place(),
          name,
          wrong);
      skipped.add(new SkippedSnapshot(name, wrong));
      unreadable.add(name);
    }
    return null;
  }

  List<SkippedSnapshot> skipped() {
    return List.copyOf(skipped);
  }

  /** The highest sequence a snapshot was made at, readable or not; 0 if there is none. */
  long newestSequence() throws IOException {
    List<Long> sequences = Format.snapshots(disk.names());
    return sequences.isEmpty() ? 0 : sequences.getFirst();
  }

  /** Writes one, whole or not at all, and returns its length. */
  long write(LogPosition position, SnapshotSource content) throws IOException {
    String name = Format.snapshotName(position.sequence());
    String halfMade = name + Format.HALF_MADE;
    try {
      long length = writeFile(halfMade, position, content);
      disk.rename(halfMade, name);
      disk.forceFolder();
      unreadable.remove(name);
      prune();
      return length;
    } catch (Throwable e) {
      try {
        disk.delete(halfMade);
      } catch (IOException | RuntimeException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private long writeFile(String halfMade, LogPosition position, SnapshotSource content)
      throws IOException {
    try (DiskFile file = disk.create(halfMade)) {
      file.write(0, SnapshotFile.head(folder, position));
      SnapshotFileSink sink = new SnapshotFileSink(file);
      SnapshotWriter.write(content, sink);
      long length = sink.finish();
      file.force(true);
      return length;
    }
  }

  private void prune() throws IOException {
    int whole = 0;
    for (long sequence : Format.snapshots(disk.names())) {
      String name = Format.snapshotName(sequence);
      if (unreadable.contains(name) || ++whole > KEPT) disk.delete(name);
    }
  }
}
