package io.tidegate.store.journal;

import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Receives what recovery reads: the snapshot's chunks in the order they were written, then every
 * record behind it. All on the thread that opens the journal. The buffers are big-endian, hold what
 * was written between position and limit, and are lent for the call only.
 */
public interface RecoveryListener {
  /**
   * Whether a whole snapshot can be taken, asked before {@link #start}. If it cannot (an earlier
   * version of the program wrote it, for example), an older one or the whole journal is used.
   *
   * @param section of the snapshot's first rows
   * @param rows the first rows
   * @return null if it can, otherwise why not
   */
  default @Nullable String refuses(int section, ByteBuffer rows) {
    return null;
  }

  /**
   * Called once, before everything else.
   *
   * @param snapshot where the snapshot stands; sequence 0 if there is none and everything is
   *     replayed
   */
  default void start(LogPosition snapshot) throws IOException {}

  /** Some rows of a section, none of them split. */
  void chunk(int section, ByteBuffer rows) throws IOException;

  /** One record, the next behind the one before; the first stands behind the snapshot. */
  void record(LogRecord record) throws IOException;

  /** Needs none of it. */
  final class Nothing implements RecoveryListener {
    @Override
    public void chunk(int section, ByteBuffer rows) {}

    @Override
    public void record(LogRecord record) {}
  }
}
