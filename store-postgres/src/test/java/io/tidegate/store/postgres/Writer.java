package io.tidegate.store.postgres;

import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Appends one record after the other, on a thread of its own, as a leader does: what is unknown is
 * sent again until it is settled.
 */
final class Writer implements AutoCloseable {
  private static final long AGAIN_MS = 20;

  private final Log log;
  private final RecordMaker maker;
  private final Thread thread;
  private final List<LogPosition> acknowledged = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  Writer(Log log) throws IOException {
    this.log = log;
    maker = new RecordMaker(log.identity(), log.end());
    thread = Thread.ofPlatform().name("writer").start(this::run);
  }

  private void run() {
    try {
      while (!stopped) settle(maker.batch("record " + maker.next()));
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void settle(LogRecord record) {
    while (true) {
      switch (log.append(record.sequence(), maker.chain(), record)) {
        case AppendResult.Appended _ -> {
          maker.take(record);
          acknowledged.add(record.position());
          count.incrementAndGet();
          return;
        }
        case AppendResult.Unknown _ -> {
          unknown.incrementAndGet();
          if (stopped) return;
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_MS));
        }
        case AppendResult.Conflict(LogPosition end) ->
            throw new AssertionError("record " + record + " conflicts with the end " + end);
      }
    }
  }

  /** How many records were acknowledged so far. */
  int count() {
    Throwable failed = failure;
    if (failed != null) throw new AssertionError("the writer failed", failed);
    return count.get();
  }

  /** How many appends had no known outcome. */
  int unknown() {
    return unknown.get();
  }

  /** Stops it, and tells what was acknowledged. */
  List<LogPosition> stopped() throws InterruptedException {
    stopped = true;
    thread.join();
    count();
    return acknowledged;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** All that counts in a log, each record once and in order, which its reader makes sure of. */
  static List<LogPosition> all(Log log) throws IOException {
    List<LogPosition> all = new ArrayList<>();
    try (LogReader reader = log.read(log.identity().beginning())) {
      while (reader.next()) all.add(reader.position());
    }
    return all;
  }

  /** A record's body as text. */
  static String text(LogRecord record) {
    return StandardCharsets.UTF_8.decode(record.body()).toString();
  }
}
