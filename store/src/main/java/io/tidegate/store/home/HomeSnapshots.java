package io.tidegate.store.home;

import io.tidegate.store.journal.SnapshotSource;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of the state that a shared home keeps beside its log. A snapshot is seen once it is
 * whole, and never before. One thread.
 */
public interface HomeSnapshots {
  /** Receives the rows of a snapshot, as {@link io.tidegate.store.codec.StateCodec} wrote them. */
  interface Listener {
    /**
     * Whether the snapshot can be taken; asked once, with its first rows.
     *
     * @return null if it can, otherwise why not; an older one is tried then
     */
    @Nullable String refuses(int section, ByteBuffer rows);

    /** Some rows of a section, none of them split; big-endian, lent for the call. */
    void chunk(int section, ByteBuffer rows) throws IOException;
  }

  /**
   * Reads the newest whole snapshot that can be taken.
   *
   * @return where it stands; null if there is none, and nothing was given out
   * @throws IOException if the home cannot be asked now; what was given out is then void
   */
  @Nullable LogPosition read(Listener listener) throws IOException;

  /**
   * Where the newest whole snapshot stands; null if there is none.
   *
   * @throws IOException if the home cannot be asked now
   */
  @Nullable LogPosition newest() throws IOException;

  /**
   * Writes a snapshot, and drops all but the newest two.
   *
   * @param at the record behind which the state was frozen; it counts
   * @throws IOException if it could not be written; those before are untouched
   */
  void write(LogPosition at, SnapshotSource state) throws IOException;
}
