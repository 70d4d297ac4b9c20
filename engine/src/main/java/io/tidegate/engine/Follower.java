package io.tidegate.engine;

import io.tidegate.core.Event;
import io.tidegate.core.Now;
import io.tidegate.core.State;
import io.tidegate.engine.view.Views;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a log: applies each record that counts to a state and its views. It decides nothing. One
 * thread, which owns the state; any thread reads the views.
 */
public final class Follower {

  private final State state;
  private final Views views;

  /**
   * @param state as of the record behind which the log is followed
   * @param views of that state
   */
  public Follower(State state, Views views) {
    this.state = state;
    this.views = views;
  }

  /** Applies all that a reader has, and returns; later calls go on. */
  public void catchUp(LogReader log) throws IOException {
    while (log.next()) apply(log.record());
  }

  /**
   * Applies one record that counts, the next behind the one before.
   *
   * @throws IOException if it holds what this version does not understand: whoever goes on without
   *     it shows what is not so
   */
  public void apply(LogRecord record) throws IOException {
    List<Event> events = new ArrayList<>(record.events());
    ByteBuffer body = record.body();
    try {
      if (record.kind() == RecordKind.LEADER) state.lead(LeaderCodec.read(body));
      for (int i = 0; i < record.events(); i++) events.add(EventCodec.read(body));
    } catch (RuntimeException e) {
      throw new IOException(
          "record %d counts and cannot be understood; a newer version wrote it: %s"
              .formatted(record.sequence(), e.getMessage()),
          e);
    }
    Now now = Now.lagging(record.timeMs(), record.lagSeconds());
    views.apply(state, events, record.sequence(), now);
  }
}
