package io.tidegate.cluster;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.SignResult;
import java.util.List;
import java.util.Set;

/** What an instance learns; see {@link Takeover}. */
public sealed interface Input {

  /** Time has passed; at least every 50 ms. */
  record Tick() implements Input {}

  /** The home was reached, for the first time or again. */
  record Connected(LogIdentity identity) implements Input {}

  /**
   * A read came back.
   *
   * @param op of the {@link Action.Read}
   * @param records that count behind the place that was asked for, in order; perhaps not all
   * @param end of the whole log
   * @param signs signs of life that counted so far; any number that changes with each
   * @param silentMs how long ago somebody signed last, by the home's clock, ms; -1 where it is not
   *     told
   * @param skewMs how far the instance's wall clock is from the home's at least, ms; 0 where that
   *     is not known
   */
  record Page(
      long op, List<LogRecord> records, LogPosition end, long signs, long silentMs, long skewMs)
      implements Input {}

  /** A read brought nothing: nobody knows. */
  record ReadFailed(long op) implements Input {}

  /** The log refused to be used: damaged, or changed. */
  record Refused(String why) implements Input {}

  /** An {@link Action.Append} came back. */
  record AppendDone(long op, AppendResult result) implements Input {}

  /** An {@link Action.Sign} came back. */
  record SignDone(long op, SignResult result) implements Input {}

  /**
   * The engine decided a batch that changed the state, and has applied it.
   *
   * @param id names its answers
   * @param record sealed behind {@link Takeover#end}
   */
  record Batch(long id, LogRecord record) implements Input {}

  /** The engine decided answers that change nothing. */
  record Answers(long id) implements Input {}

  /** The leader pushed records that count. */
  record Pushed(List<LogRecord> records) implements Input {}

  /** Which other instances there are: they are asked how far they have read before a claim. */
  record Peers(Set<String> names) implements Input {}

  /** A peer said how far it has read. */
  record PeerEnd(String peer, LogPosition end) implements Input {}

  /**
   * The state was made anew, after {@link Action.Discard}.
   *
   * @param at the record behind which it stands
   * @param term the highest up to there
   */
  record Restored(LogPosition at, long term) implements Input {}

  /** The operator, or a stop, wants somebody else to lead. */
  record HandOver() implements Input {}
}
