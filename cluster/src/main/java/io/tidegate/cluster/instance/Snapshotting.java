package io.tidegate.cluster.instance;

import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.store.codec.StateCodec;
import io.tidegate.store.home.SharedHome;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts snapshots of the state into the home, so that nobody has to read the log from its first
 * record. Followers make them; a leader does where it is alone. The state is frozen on the loop,
 * written by the thread {@code snapshot-writer}, and thawed on the loop.
 */
final class Snapshotting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshotting.class);

  private final SharedHome home;
  private final long everyBytes;
  private final Consumer<Runnable> loop;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("snapshot-writer").unstarted(task));
  private long bytes;
  private boolean writing;

  /**
   * @param loop runs a task on the loop's thread
   */
  Snapshotting(SharedHome home, long everyBytes, Consumer<Runnable> loop) {
    this.home = home;
    this.everyBytes = everyBytes;
    this.loop = loop;
  }

  /**
   * The log grew by a record. Loop's thread.
   *
   * @param may whether the state holds exactly what counts, and this instance should write
   * @param at the record's place, at which the state stands
   */
  void grew(int recordBytes, boolean may, State state, LogPosition at) {
    bytes += recordBytes;
    if (!may || writing || bytes < everyBytes) return;
    writing = true;
    bytes = 0;
    StateSnapshot frozen = StateSnapshot.of(state);
    writer.execute(() -> {
      write(frozen, at);
      loop.accept(() -> {
        StateSnapshot.thaw(state);
        writing = false;
      });
    });
  }

  private void write(StateSnapshot frozen, LogPosition at) {
    try {
      LogPosition newest = home.snapshots().newest();
      // Another follower may have been quicker: one a distance is enough.
      if (newest != null && newest.sequence() + 1 >= at.sequence()) return;
      home.snapshots().write(at, out -> StateCodec.write(frozen, out));
      LOG.info("A snapshot of record {} is in the home.", at.sequence());
    } catch (IOException | RuntimeException e) {
      LOG.warn("A snapshot could not be written, which loses nothing: {}", e.toString());
    }
  }

  @Override
  public void close() {
    writer.shutdown();
  }
}
