package io.tidegate.api.outbox;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox as an operator asks for it. Any thread that may wait: an answer takes a batch. */
public interface OutboxPort {

  /**
   * One sink.
   *
   * @param kind {@code webhook} or {@code kafka}
   * @param target where it is, without secrets
   * @param state {@code starting}, {@code running}, {@code waiting}, {@code off}, or {@code
   *     unconfigured} where only the log knows it
   * @param reason why it does not send; empty if it does
   * @param cursor everything up to this record was sent, as the log has it; -1 for none yet
   * @param lagRecords records that were not looked at
   * @param lagMs age of the oldest event that was not sent
   * @param letters events that are sent apart from the rest, or are not sent any more
   */
  record SinkReport(
      String name,
      String kind,
      String target,
      boolean ordered,
      String state,
      String reason,
      long cursor,
      long lagRecords,
      long lagMs,
      long delivered,
      long failed,
      long dead,
      List<LetterReport> letters) {}

  /**
   * One letter.
   *
   * @param id of its event
   * @param state {@code waiting} or {@code dead}
   * @param status of HTTP, 0 for none
   */
  record LetterReport(
      String id, String state, int attempts, int status, long triedMs, String error) {}

  /** What an operator may have done to a sink. */
  enum Action {
    /** Send all dead letters again. */
    REPLAY_DEAD,
    /** Forget all dead letters. */
    DROP_DEAD,
    /** Make a dead letter of the event that holds it up. */
    SKIP,
    /** Send nothing until it is resumed. */
    PAUSE,
    /** Send again. */
    RESUME,
    /** Forget a sink that is not configured any more. */
    REMOVE
  }

  /** All sinks, the configured ones first. */
  List<SinkReport> sinks() throws IOException, InterruptedException;

  /** Whether there is such a sink, configured or not. */
  boolean knows(String sink) throws IOException, InterruptedException;

  /**
   * Does that.
   *
   * @return null, or why it was not done
   */
  @Nullable String act(String sink, Action action) throws IOException, InterruptedException;

  /**
   * Sends again.
   *
   * @param from first record; the sink goes on from there
   * @param to last record, apart from the rest; 0 for no end
   * @return null, or why it was not done
   */
  @Nullable String replay(String sink, long from, long to) throws IOException, InterruptedException;

  /**
   * Sends one event again.
   *
   * @return null, or why it was not done
   */
  @Nullable String replay(String sink, String id) throws IOException, InterruptedException;
}
