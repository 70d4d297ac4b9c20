package io.tidegate.cluster;

import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;

/** Makes and reads the records that say which instance leads. */
public interface LeaderRecords {

  /**
   * A record by which this instance claims to lead.
   *
   * @param behind where the log ends
   * @param term one above the highest that was read
   * @param timeMs the record's time, epoch ms, never before that of the end
   * @param servedUntilMs when somebody was served last, as far as this instance can know, epoch ms,
   *     between the end's time and the record's; what was alive then keeps the life it had left
   * @return sealed, in bytes of its own
   */
  LogRecord claim(LogPosition behind, long term, long timeMs, long servedUntilMs);

  /** A closing record: this instance leads no more. */
  LogRecord closing(LogPosition behind, long timeMs);

  /** The term in a leader's record. */
  long term(LogRecord leader);
}
