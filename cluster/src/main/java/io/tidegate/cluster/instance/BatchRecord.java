package io.tidegate.cluster.instance;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import io.tidegate.store.EventSink;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;

/** The record of the batch that is being decided. The loop's thread. */
final class BatchRecord implements EventSink {
  private final RecordBuffer buffer;
  private int events;

  BatchRecord(LogIdentity log, int recordBytesMax) {
    buffer = new RecordBuffer(log, recordBytesMax);
  }

  void begin() {
    buffer.begin();
    events = 0;
  }

  @Override
  public void append(Event event) {
    EventCodec.write(event, buffer.room(EventCodec.bytesMax(event)));
    events++;
  }

  @Override
  public int remaining() {
    return buffer.bodyBytesMax() - buffer.bodyBytes();
  }

  /** The events since {@link #begin}, sealed behind that place, in bytes of its own. */
  LogRecord batch(LogPosition behind, Now now) {
    return seal(RecordKind.BATCH, behind, now);
  }

  /** Says that its writer, who leads already, gives back time that nobody was served. */
  LogRecord leader(LogPosition behind, Leader leader, Now now) {
    begin();
    LeaderCodec.write(leader, buffer.room(LeaderCodec.BYTES_MAX));
    return seal(RecordKind.LEADER, behind, now);
  }

  private LogRecord seal(RecordKind kind, LogPosition behind, Now now) {
    Chain chain = new Chain(Chain.parse(behind.chain()));
    return buffer
        .seal(kind, behind.sequence() + 1, now.ms(), now.lagSeconds(), events, chain)
        .kept();
  }
}
