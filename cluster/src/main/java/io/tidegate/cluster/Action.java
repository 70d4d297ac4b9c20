package io.tidegate.cluster;

import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;

/** What an instance has to do; see {@link Takeover}. Actions are carried out in order. */
public sealed interface Action {

  /** Read what counts behind that place; answered by one {@link Input.Page} or failure. */
  record Read(long op, LogPosition after) implements Action {}

  /** Append to the log; answered by one {@link Input.AppendDone}. */
  record Append(long op, LogPosition behind, LogRecord record) implements Action {}

  /** Give a sign of life; answered by one {@link Input.SignDone}. */
  record Sign(long op, LogPosition end) implements Action {}

  /** Ask all peers how far they have read; each answers with {@link Input.PeerEnd}, or does not. */
  record AskPeers() implements Action {}

  /** The record counts: apply it to state and views. */
  record Apply(LogRecord record) implements Action {}

  /** An own batch counts that the state holds already: bring the views up to it. */
  record Publish(LogRecord record) implements Action {}

  /** Lead: decide commands on the state as it is. */
  record Lead(long term) implements Action {}

  /** Decide nothing more, until the next {@link Lead}. */
  record StopDeciding(String why) implements Action {}

  /** Send these answers. */
  record Release(long id) implements Action {}

  /** Nobody knows: instead of these answers say 503 {@code unavailable}. */
  record Refuse(long id) implements Action {}

  /** Tell the followers of a record that counts. */
  record Push(LogRecord record) implements Action {}

  /** The state holds what the log does not: make it anew and say {@link Input.Restored}. */
  record Discard() implements Action {}

  /** The hand-over is done: the process may end. */
  record HandedOver() implements Action {}

  /** Stop for good, saying why; the state may be read on as it is. */
  record Halt(String why) implements Action {}
}
