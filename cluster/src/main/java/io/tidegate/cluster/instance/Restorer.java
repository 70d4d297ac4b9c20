package io.tidegate.cluster.instance;

import io.tidegate.core.State;
import io.tidegate.store.RecordReplay;
import io.tidegate.store.codec.StateCodec;
import io.tidegate.store.home.HomeSnapshots;
import io.tidegate.store.home.SharedHome;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Makes a state from the newest snapshot of a home and the records behind it. Any thread. */
final class Restorer {
  private Restorer() {}

  /** A state, and the record behind which it stands. */
  record Restored(State state, LogPosition at) {}

  /**
   * Reads to the end of the log, as it is then.
   *
   * @throws IOException if the home cannot be read, or holds what this version does not understand
   */
  static Restored restore(SharedHome home) throws IOException {
    Rows rows = new Rows();
    LogPosition at = home.snapshots().read(rows);
    State state = rows.state(at != null);
    LogPosition from = at == null ? home.log().identity().beginning() : at;
    try (LogReader reader = home.log().read(from)) {
      while (reader.next()) RecordReplay.apply(state, reader.record(), (_, _) -> {});
      return new Restored(state, reader.position());
    }
  }

  /** Fills a state with the rows of a snapshot. */
  private static final class Rows implements HomeSnapshots.Listener {
    private final State state = new State(new SecureRandom().nextLong());
    private final StateCodec codec = new StateCodec(state);

    @Override
    public @Nullable String refuses(int section, ByteBuffer rows) {
      return codec.refuses(section, rows);
    }

    @Override
    public void chunk(int section, ByteBuffer rows) {
      codec.read(section, rows);
    }

    State state(boolean filled) {
      if (filled) codec.finish();
      return state;
    }
  }
}
