package io.tidegate.store.journal;

import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything that the journal uses besides its disk, so that a test can run all of it in one thread
 * and from one seed.
 *
 * @param segmentMaker makes segments; closed with the journal
 * @param snapshotWriter writes snapshots; closed with the journal
 * @param nanoTime monotonic
 * @param epochMs wall clock, only for files' creation times
 * @param folderId 16 random bytes for a new folder
 */
record JournalDependencies(
    ExecutorService segmentMaker,
    ExecutorService snapshotWriter,
    LongSupplier nanoTime,
    LongSupplier epochMs,
    Supplier<byte[]> folderId) {

  static JournalDependencies real() {
    return new JournalDependencies(
        thread("segment-maker"),
        thread("snapshot-writer"),
        System::nanoTime,
        System::currentTimeMillis,
        JournalDependencies::randomId);
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
  }

  private static byte[] randomId() {
    byte[] id = new byte[Format.FOLDER_ID_BYTES];
    new SecureRandom().nextBytes(id);
    return id;
  }
}
