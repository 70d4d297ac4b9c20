package io.tidegate.store;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import io.tidegate.core.State;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Applies records that count to a state. The thread that owns the state. */
public final class RecordReplay {
  private RecordReplay() {}

  /**
   * Applies one record, the next behind the one before.
   *
   * @param applied is told each event, right after it was applied
   * @throws IOException if it holds what this version does not understand: whoever goes on without
   *     it shows what is not so
   */
  public static void apply(State state, LogRecord record, BiConsumer<State, Event> applied)
      throws IOException {
    ByteBuffer body = record.body();
    Now now = Now.lagging(record.timeMs(), record.lagSeconds());
    List<Event> events = new ArrayList<>(record.events());
    try {
      Leader leader = record.kind() == RecordKind.LEADER ? LeaderCodec.read(body) : null;
      // All of it is read before any of it is applied: half a record is worse than none.
      for (int i = 0; i < record.events(); i++) events.add(EventCodec.read(body));
      if (body.hasRemaining() && record.kind() != RecordKind.MOVED)
        throw new IllegalArgumentException("it holds more than its events");
      if (leader != null) state.lead(leader);
      for (Event event : events) {
        state.apply(event, now);
        applied.accept(state, event);
      }
    } catch (RuntimeException e) {
      throw new IOException(
          "record "
              + record.sequence()
              + " is whole and cannot be understood; a newer version may have written it: "
              + e,
          e);
    }
  }
}
