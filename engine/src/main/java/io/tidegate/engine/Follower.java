package io.tidegate.engine;

import io.tidegate.core.State;
import io.tidegate.engine.view.Views;
import io.tidegate.store.RecordReplay;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import java.io.IOException;

/**
 * Follows a log: applies each record that counts to a state and its views. It decides nothing. One
 * thread, which owns the state; any thread reads the views.
 */
public final class Follower {

  private final State state;
  private final Views views;
  private final long published;

  /**
   * @param state as of the record behind which the log is followed
   * @param views of that state
   */
  public Follower(State state, Views views) {
    this(state, views, 0);
  }

  /**
   * Follows with a state that may be older than the views, which never go back: they are rebuilt
   * once the state has come to where they are.
   *
   * @param published sequence of the record as of which the views stand
   */
  public Follower(State state, Views views, long published) {
    this.state = state;
    this.views = views;
    this.published = published;
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
    long sequence = record.sequence();
    if (sequence <= published) {
      RecordReplay.apply(state, record, (_, _) -> {});
      if (sequence == published) views.rebuild(state, sequence, record.timeMs());
    } else {
      RecordReplay.apply(state, record, views::touch);
      views.publish(state, sequence, record.timeMs());
    }
  }
}
