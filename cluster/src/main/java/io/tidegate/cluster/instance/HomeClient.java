package io.tidegate.cluster.instance;

import io.tidegate.cluster.Action;
import io.tidegate.cluster.Input;
import io.tidegate.engine.EngineClock;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the takeover machine wants of the log, one call at a time on two threads, {@code
 * log-writer} and {@code log-reader}, and hands back what came of it. The loop calls it and never
 * waits.
 */
final class HomeClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HomeClient.class);

  /** What one read brings at most, so that the loop can do something else in between. */
  private static final int PAGE_BYTES = 8 << 20;

  private static final int PAGE_RECORDS = 4_096;
  private static final long CLOSE_MS = 1_000;

  /** Takes what came of a call; the time at which the call began, by {@link System#nanoTime()}. */
  @FunctionalInterface
  interface Receiver {
    /** On a thread of the client. */
    void take(Input input, long begunNs);
  }

  private final Log log;
  private final EngineClock clock;
  private final Receiver receiver;
  private final ExecutorService writer = thread("log-writer");
  private final ExecutorService reading = thread("log-reader");
  private @Nullable LogReader reader; // of the reading thread
  private boolean told;

  HomeClient(Log log, EngineClock clock, Receiver receiver) {
    this.log = log;
    this.clock = clock;
    this.receiver = receiver;
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
  }

  void append(Action.Append append) {
    writer.execute(() -> {
      long begunNs = System.nanoTime();
      LogRecord record = append.record();
      byte[] previous = Chain.parse(append.behind().chain());
      var result = log.append(record.sequence(), previous, record);
      receiver.take(new Input.AppendDone(append.op(), result), begunNs);
    });
  }

  void sign(Action.Sign sign) {
    writer.execute(() -> {
      long begunNs = System.nanoTime();
      receiver.take(new Input.SignDone(sign.op(), log.sign(sign.end())), begunNs);
    });
  }

  void read(Action.Read read) {
    reading.execute(() -> page(read));
  }

  private void page(Action.Read read) {
    long begunNs = System.nanoTime();
    try {
      receiver.take(page(read.op(), read.after()), begunNs);
      if (told) LOG.info("The home can be read again.");
      told = false;
    } catch (LogRefusedException e) {
      forget();
      receiver.take(new Input.Refused(String.valueOf(e.getMessage())), begunNs);
    } catch (IOException e) {
      if (!told) LOG.warn("The home cannot be read: {}", e.toString());
      told = true;
      forget();
      receiver.take(new Input.ReadFailed(read.op()), begunNs);
    }
  }

  private Input page(long op, LogPosition after) throws IOException {
    long begunMs = clock.wallMs();
    LogReader from = readerBehind(after);
    List<LogRecord> records = new ArrayList<>();
    long bytes = 0;
    boolean more = true;
    while (records.size() < PAGE_RECORDS && bytes < PAGE_BYTES && (more = from.next())) {
      LogRecord record = from.record().kept();
      records.add(record);
      bytes += record.size();
    }
    // A log that came back shorter shows nothing to a reader: only its end tells.
    LogPosition end = more || records.isEmpty() ? log.end() : from.position();
    long tookMs = Math.max(0, clock.wallMs() - begunMs);
    // Told at some moment of this read, which may have taken long: people are given the most.
    long silentMs = from.silentMs() < 0 ? -1 : from.silentMs() + tookMs;
    return new Input.Page(
        op, records, end, from.signs(), silentMs, skewMs(from.homeMs(), begunMs, tookMs));
  }

  /** How far the home's clock is from all that this one showed while it was read. */
  private static long skewMs(long homeMs, long begunMs, long tookMs) {
    if (homeMs < 0) return 0;
    return Math.max(0, Math.max(begunMs - homeMs, homeMs - begunMs - tookMs));
  }

  private LogReader readerBehind(LogPosition after) throws IOException {
    LogReader open = reader;
    if (open != null && open.position().equals(after)) return open;
    forget();
    LogReader fresh = log.read(after);
    reader = fresh;
    return fresh;
  }

  private void forget() {
    LogReader old = reader;
    reader = null;
    if (old == null) return;
    try {
      old.close();
    } catch (IOException e) {
      LOG.debug("Closing a reader failed: {}", e.toString());
    }
  }

  /** Takes no more calls, and waits a moment for those under way. */
  @Override
  public void close() {
    writer.shutdown();
    reading.execute(this::forget);
    reading.shutdown();
    try {
      boolean ended = writer.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
      ended &= reading.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS);
      if (!ended) LOG.warn("The home does not answer; what was asked of it is given up.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
