package io.tidegate.store.log;

import java.nio.charset.StandardCharsets;

/** Makes records that follow one another, for tests. */
public final class RecordMaker {
  private final RecordBuffer buffer;
  private final Chain chain;
  private long sequence;

  /** For records behind that end. */
  public RecordMaker(LogIdentity log, LogPosition end) {
    buffer = new RecordBuffer(log, 4 << 10);
    chain = new Chain(Chain.parse(end.chain()));
    sequence = end.sequence();
  }

  /** Behind the last record that was taken. */
  public byte[] chain() {
    return Chain.parse(chain.hex());
  }

  /** The next record's sequence. */
  public long next() {
    return sequence + 1;
  }

  /** A record that follows; {@link #take} moves on. */
  public LogRecord record(RecordKind kind, long timeMs, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    buffer.begin();
    if (kind == RecordKind.MOVED) buffer.movedTo(text);
    else buffer.room(body.length).put(body);
    long number = kind == RecordKind.SIGN ? sequence : sequence + 1;
    return buffer.seal(kind, number, timeMs, 0, chain).kept();
  }

  /** A batch. */
  public LogRecord batch(String text) {
    return record(RecordKind.BATCH, 1_000 + sequence, text);
  }

  /** Goes on behind that record. */
  public void take(LogRecord record) {
    chain.advance(record.bytes(), 0);
    sequence = record.sequence();
  }

  /** Makes a batch, appends it and goes on behind it. */
  public LogRecord append(Log log, String text) {
    LogRecord record = batch(text);
    AppendResult result = log.append(next(), chain(), record);
    if (!(result instanceof AppendResult.Appended)) throw new AssertionError(result);
    take(record);
    return record;
  }
}
