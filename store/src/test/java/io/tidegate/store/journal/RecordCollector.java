package io.tidegate.store.journal;

import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a replay gives out. */
final class RecordCollector implements RecoveryListener {
  record Chunk(int section, ByteBuffer rows) {}

  record Seen(long sequence, long timeMs, RecordKind kind, int events, ByteBuffer body) {}

  @Nullable LogPosition from;
  final List<Chunk> chunks = new ArrayList<>();
  final List<Seen> records = new ArrayList<>();

  @Override
  public void start(LogPosition snapshot) {
    from = snapshot;
  }

  @Override
  public void chunk(int section, ByteBuffer rows) {
    chunks.add(new Chunk(section, bytes(rows)));
  }

  @Override
  public void record(LogRecord record) {
    records.add(
        new Seen(
            record.sequence(),
            record.timeMs(),
            record.kind(),
            record.events(),
            bytes(record.body())));
  }

  private static ByteBuffer bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
