package io.tidegate.store.log;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves a log from one home to another, record by record with every chain value unchanged. It may
 * be broken off at any moment and begun again: it goes on behind what is there.
 */
public final class LogCopy {
  /** How often an append without a known outcome is sent again, and what may come meanwhile. */
  private static final int TRIES = 20;

  private static final long PAUSE_MS = 250;

  /** A source that is written to grows while it is read; it must be caught up with at last. */
  private static final int ROUNDS = 1_000;

  private LogCopy() {}

  /**
   * Copies what counts in the source and is not in the target yet.
   *
   * @param to the same log: empty, or with the first part of it
   * @return the end of the target, which is that of the source, but for a record that moved it
   * @throws LogRefusedException if the target has records that the source has not
   * @throws IOException if one of the homes failed; to be called again
   */
  public static LogPosition copy(Log from, Log to) throws IOException {
    if (!from.identity().equals(to.identity()))
      throw new LogRefusedException(
          "two logs: %s, and %s is there".formatted(from.identity(), to.identity()));
    LogPosition end = to.end();
    LogPosition source = from.end();
    if (end.sequence() > source.sequence())
      throw new LogRefusedException(
          "the target goes on to record %d, and the source ends at %d"
              .formatted(end.sequence(), source.sequence()));
    try (LogReader reader = from.read(end)) {
      while (reader.next()) {
        LogRecord record = reader.record();
        if (record.kind() == RecordKind.MOVED) return end;
        if (RecordLayout.aligned(record.length()) > to.recordBytesMax())
          throw new LogRefusedException(
              "record %d has %d bytes, and the target takes %d"
                  .formatted(record.sequence(), record.length(), to.recordBytesMax()));
        settled(to, record, end);
        end = record.position();
      }
    }
    return end;
  }

  /**
   * Copies, and ends the source with a record that names the target, so that the log never forks.
   *
   * @param name of the target, for people; at most 4,096 bytes in UTF-8
   * @param nowMs time of that record, epoch milliseconds
   * @return the end of the target
   * @throws LogRefusedException also if the source was moved elsewhere before
   */
  public static LogPosition move(Log from, Log to, String name, long nowMs) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      LogPosition end = copy(from, to);
      if (ended(from, end, name, nowMs)) return end;
    }
    throw new IOException("the source grows faster than it can be copied; stop who writes there");
  }

  /** Whether the source ends with that record now; if not, it has grown meanwhile. */
  private static boolean ended(Log from, LogPosition end, String name, long nowMs)
      throws IOException {
    try (LogReader reader = from.read(end)) {
      if (reader.next()) return isMove(reader.record(), name);
    }
    RecordBuffer buffer = new RecordBuffer(from.identity(), 16 << 10);
    buffer.begin();
    buffer.movedTo(name);
    Chain chain = new Chain(Chain.parse(end.chain()));
    long timeMs = Math.max(nowMs, end.timeMs());
    LogRecord record = buffer.seal(RecordKind.MOVED, end.sequence() + 1, timeMs, 0, chain);
    return append(from, record, end) instanceof AppendResult.Appended;
  }

  private static boolean isMove(LogRecord record, String name) throws LogRefusedException {
    if (record.kind() != RecordKind.MOVED) return false;
    if (record.movedTo().equals(name)) return true;
    throw new LogRefusedException("the log was moved to " + record.movedTo() + " already");
  }

  private static void settled(Log to, LogRecord record, LogPosition before) throws IOException {
    if (append(to, record, before) instanceof AppendResult.Conflict(LogPosition end))
      throw new LogRefusedException("somebody else writes to the target: it ends at " + end);
  }

  private static AppendResult append(Log to, LogRecord record, LogPosition before)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      AppendResult result = to.append(before.sequence() + 1, Chain.parse(before.chain()), record);
      if (!(result instanceof AppendResult.Unknown(Throwable why))) return result;
      if (attempt == TRIES || why instanceof LogRefusedException)
        throw new IOException("nobody knows whether record " + record + " was taken", why);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }
  }
}
