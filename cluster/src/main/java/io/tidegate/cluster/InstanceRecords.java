package io.tidegate.cluster;

import io.tidegate.core.Leader;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import java.util.UUID;

/** The leader and closing records of one process. One thread. */
public final class InstanceRecords implements LeaderRecords {
  private static final int RECORD_BYTES_MAX = 16 << 10;

  private final RecordBuffer buffer;
  private final String home;
  private final UUID instance;
  private final String address;

  /**
   * @param instance random, another one for each start: two claims must never have the same bytes
   * @param address where others reach this instance, empty for none
   */
  public InstanceRecords(LogIdentity log, UUID instance, String address) {
    this.buffer = new RecordBuffer(log, RECORD_BYTES_MAX);
    this.home = log.toString();
    this.instance = instance;
    this.address = address;
  }

  @Override
  public LogRecord claim(LogPosition behind, long term, long timeMs, long servedUntilMs) {
    // Before the first record nobody was served who could lose anything.
    boolean none = behind.sequence() == 0 || servedUntilMs >= timeMs;
    long from = none ? 0 : servedUntilMs;
    Leader leader = new Leader(term, instance, address, home, from, none ? 0 : timeMs);
    buffer.begin();
    LeaderCodec.write(leader, buffer.room(LeaderCodec.BYTES_MAX));
    return seal(RecordKind.LEADER, behind, timeMs);
  }

  @Override
  public LogRecord closing(LogPosition behind, long timeMs) {
    buffer.begin();
    return seal(RecordKind.CLOSING, behind, timeMs);
  }

  private LogRecord seal(RecordKind kind, LogPosition behind, long timeMs) {
    Chain chain = new Chain(Chain.parse(behind.chain()));
    return buffer.seal(kind, behind.sequence() + 1, timeMs, 0, chain).kept();
  }

  @Override
  public long term(LogRecord leader) {
    return LeaderCodec.read(leader.body()).term();
  }
}
