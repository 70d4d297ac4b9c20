package io.tidegate.store.journal;

/**
 * Is told what the journal does, for metrics. Called on the thread that did it; must be quick and
 * must not throw.
 */
public interface JournalObserver {
  /** Does nothing. */
  JournalObserver NONE = new JournalObserver() {};

  /**
   * A record is durable. On the loop's thread.
   *
   * @param bytes of the record, with header and padding
   * @param writeNs the write took
   * @param forceNs the force took
   */
  default void appended(int bytes, long writeNs, long forceNs) {}

  /** A segment was made ahead of need. On the thread {@code segment-maker}. */
  default void segmentMade(int number, long tookNs) {}

  /** A segment could not be made; it is tried again. On the thread {@code segment-maker}. */
  default void segmentFailed(int number, Throwable why) {}

  /**
   * The journal before the snapshot that a start began from is damaged, or cannot be read. On the
   * thread {@code journal-check}.
   */
  default void damageFound(Exception what) {}

  /** A snapshot is durable. On the thread {@code snapshot-writer}. */
  default void snapshotWritten(long sequence, long bytes, long tookNs) {}

  /** A snapshot failed; the journal is none the worse. On the thread {@code snapshot-writer}. */
  default void snapshotFailed(long sequence, Throwable why) {}
}
