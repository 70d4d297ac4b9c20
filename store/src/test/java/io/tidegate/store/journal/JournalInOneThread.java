package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import java.io.IOException;

/**
 * Opens journals whose segments and snapshots are made on the calling thread, at once, so that a
 * seed decides everything.
 */
public final class JournalInOneThread {
  private JournalInOneThread() {}

  /** As {@link Journal#open(Disk, JournalConfig, JournalObserver, RecoveryListener)}. */
  public static Journal open(
      Disk disk, JournalConfig config, JournalObserver observer, RecoveryListener listener)
      throws IOException {
    return Journal.open(disk, config, observer, listener, dependencies());
  }

  static JournalDependencies dependencies() {
    return new JournalDependencies(
        new ManualExecutor(true), new ManualExecutor(true), () -> 0, () -> 0, () -> new byte[16]);
  }
}
