package io.tidegate.store;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.codec.StateCodec;
import io.tidegate.store.disk.Disk;
import io.tidegate.store.journal.Journal;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalFailedException;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.journal.Recovery;
import io.tidegate.store.journal.RecoveryListener;
import io.tidegate.store.log.LifeSign;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The default store: it has the state in memory, and makes it durable as an append-only journal on
 * one machine, with one record for each batch.
 *
 * <p>A snapshot is begun when the journal has grown by {@code snapshotBytes}, or by an eighth of
 * the last snapshot's own size if that is more: the state is frozen in microseconds, written by
 * another thread, and thawed at the next batch after it is durable.
 */
public final class JournalStore implements Store {

  /**
   * A byte of padding is read at a start and not replayed: so many cost as much as one of events.
   */
  private static final int PADDING_PER_BYTE = 8;

  private final State state;
  private final Journal journal;
  private final long snapshotBytes;
  private final Growth growth;
  private boolean writable;
  private int events;
  private @Nullable CompletableFuture<LogPosition> snapshot;
  private final @Nullable LifeSign lastSign;

  private JournalStore(Reader recovered, Journal journal, long snapshotBytes, Growth growth) {
    this.lastSign = journal.life().read();
    this.state = recovered.state();
    this.journal = journal;
    this.snapshotBytes = snapshotBytes;
    this.growth = growth;
    growth.bytes = recovered.bytes;
  }

  /**
   * Opens a data folder and recovers its state.
   *
   * @param seed seed of the state's hash tables
   * @param snapshotBytes journal bytes between two snapshots at least, of which padding counts an
   *     eighth
   * @throws IOException if the folder is refused or damaged; the message says what and where
   */
  public static JournalStore open(
      Path folder, JournalConfig config, JournalObserver observer, long seed, long snapshotBytes)
      throws IOException {
    Reader reader = new Reader(folder.toString(), new State(seed));
    Growth growth = new Growth(observer);
    return new JournalStore(
        reader, Journal.open(folder, config, growth, reader), snapshotBytes, growth);
  }

  /** Opens a data folder on any disk; see the other one. */
  public static JournalStore open(
      Disk disk, JournalConfig config, JournalObserver observer, long seed, long snapshotBytes)
      throws IOException {
    Reader reader = new Reader(disk.place(), new State(seed));
    Growth growth = new Growth(observer);
    return new JournalStore(
        reader, Journal.open(disk, config, growth, reader), snapshotBytes, growth);
  }

  /** What recovery found. */
  public Recovery recovery() {
    return journal.recovery();
  }

  /** Sequence, time and chain of the newest durable batch. */
  public LogPosition position() {
    return journal.position();
  }

  /** Sequence of the newest durable record. Any thread. */
  public long counted() {
    return journal.counted();
  }

  /**
   * Reads what is durable behind the record with this sequence, beside the writer. Any thread; the
   * reader belongs to one.
   */
  public LogReader behind(long sequence) throws IOException {
    return JournalLog.behind(journal, sequence);
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public long lastMs() {
    return journal.position().timeMs();
  }

  @Override
  public boolean begin() {
    thawIfWritten();
    writable = journal.hasRoom(journal.bodyBytesMax());
    journal.begin();
    events = 0;
    return writable;
  }

  @Override
  public @Nullable String obstacle() {
    return journal.obstacle();
  }

  @Override
  public void append(Event event) {
    if (!writable) throw new IllegalStateException("nothing can be written in this batch");
    EventCodec.write(event, journal.room(EventCodec.bytesMax(event)));
    events++;
  }

  @Override
  public int remaining() {
    return journal.bodyBytesMax() - journal.bodyBytes();
  }

  @Override
  public long lead(Leader leader, long nowMs) throws IOException {
    if (events > 0) throw new IllegalStateException("a leader comes alone");
    LeaderCodec.write(leader, journal.room(LeaderCodec.BYTES_MAX));
    state.lead(leader);
    return journal.lead(nowMs);
  }

  @Override
  public String home() {
    return journal.folderId();
  }

  @Override
  public @Nullable LifeSign lastSign() {
    return lastSign;
  }

  @Override
  public void sign(LifeSign sign) throws IOException {
    journal.life().write(sign);
  }

  @Override
  public long commit(long nowMs, int lagSeconds) throws IOException {
    if (events > 0) {
      int bodyBytes = journal.bodyBytes();
      journal.commit(nowMs, lagSeconds, events);
      growth.bytes += bytesToReplay(bodyBytes, growth.recordBytes);
      snapshotIfGrown();
    }
    return journal.position().sequence();
  }

  private static int bytesToReplay(int bodyBytes, int recordBytes) {
    int heldBytes = RecordLayout.BODY + bodyBytes;
    return heldBytes + (recordBytes - heldBytes) / PADDING_PER_BYTE;
  }

  private void snapshotIfGrown() throws JournalFailedException {
    boolean grown = growth.bytes >= Math.max(snapshotBytes, growth.lastSnapshotBytes / 8);
    if (snapshot == null && grown) snapshot = snapshot();
  }

  /**
   * Begins a snapshot of the state as it is.
   *
   * @return done when it is durable
   * @throws IllegalStateException if one is being written
   */
  public CompletableFuture<LogPosition> snapshot() throws JournalFailedException {
    if (journal.snapshotting()) throw new IllegalStateException("a snapshot is being written");
    growth.bytes = 0;
    StateSnapshot frozen = StateSnapshot.of(state);
    CompletableFuture<LogPosition> started = journal.snapshot(out -> StateCodec.write(frozen, out));
    snapshot = started;
    return started;
  }

  private void thawIfWritten() {
    if (snapshot == null || !snapshot.isDone()) return;
    snapshot = null;
    StateSnapshot.thaw(state);
  }

  @Override
  public void stop(long nowMs) throws IOException {
    journal.stop(nowMs);
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  /** Fills a state with what recovery reads. */
  private static final class Reader implements RecoveryListener {
    private final String place;
    private final State state;
    private final StateCodec codec;
    private long bytes;
    private boolean finished;

    Reader(String place, State state) {
      this.place = place;
      this.state = state;
      codec = new StateCodec(state);
    }

    @Override
    public @Nullable String refuses(int section, ByteBuffer rows) {
      return codec.refuses(section, rows);
    }

    @Override
    public void chunk(int section, ByteBuffer rows) {
      codec.read(section, rows);
    }

    @Override
    public void record(LogRecord record) throws IOException {
      finishSnapshot();
      bytes += bytesToReplay(record.length() - RecordLayout.BODY, record.size());
      try {
        RecordReplay.apply(state, record, (_, _) -> {});
      } catch (IOException e) {
        throw new IOException(place + ": " + e.getMessage(), e);
      }
    }

    State state() {
      finishSnapshot();
      return state;
    }

    private void finishSnapshot() {
      if (!finished) codec.finish();
      finished = true;
    }
  }

  /** Counts how much the journal grew; passes everything on. */
  private static final class Growth implements JournalObserver {
    private final JournalObserver next;
    private long bytes; // loop's thread, as is the next
    private int recordBytes; // of the record appended last, with its padding
    private volatile long lastSnapshotBytes;

    Growth(JournalObserver next) {
      this.next = next;
    }

    @Override
    public void appended(int recordBytes, long writeNs, long forceNs) {
      this.recordBytes = recordBytes;
      next.appended(recordBytes, writeNs, forceNs);
    }

    @Override
    public void segmentMade(int number, long tookNs) {
      next.segmentMade(number, tookNs);
    }

    @Override
    public void segmentFailed(int number, Throwable why) {
      next.segmentFailed(number, why);
    }

    @Override
    public void snapshotWritten(long sequence, long written, long tookNs) {
      lastSnapshotBytes = written;
      next.snapshotWritten(sequence, written, tookNs);
    }

    @Override
    public void damageFound(Exception what) {
      next.damageFound(what);
    }

    @Override
    public void snapshotFailed(long sequence, Throwable why) {
      next.snapshotFailed(sequence, why);
    }
  }
}
