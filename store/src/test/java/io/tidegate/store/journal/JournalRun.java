package io.tidegate.store.journal;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One run of a process on a journal, with a model of what it must keep. The state is the list of
 * all records; a snapshot writes each as a row, so that what recovery gives can be compared to the
 * byte.
 */
final class JournalRun implements RecoveryListener {
  static final JournalConfig CONFIG =
      new JournalConfig(44 << 10, 12 << 10, Duration.ZERO, Duration.ofNanos(5));
  private static final int ROWS = 7;

  /** One record as the model knows it. */
  record Seen(long sequence, long timeMs, RecordKind kind, int events, ByteBuffer body) {}

  /** Acknowledged, and the one that was being appended when the run before ended, if one was. */
  record Kept(List<Seen> acknowledged, @Nullable Seen asked) {}

  private final SplittableRandom random;
  private final List<Seen> state = new ArrayList<>();
  private final ManualExecutor maker;
  private final ManualExecutor snapshots;
  private final Journal journal;
  private @Nullable Seen asked;
  private boolean ended;
  private boolean alone;
  private long nowNs;

  /** A run whose journal's threads get their turn by chance, and whose snapshots take a while. */
  JournalRun(FaultyDisk disk, SplittableRandom random) throws IOException {
    this(disk, random, random.nextInt(3) > 0, random.nextInt(3) > 0);
  }

  /** A run in which everything is done at once. */
  static JournalRun calm(FaultyDisk disk) throws IOException {
    JournalRun run = new JournalRun(disk, new SplittableRandom(1), true, true);
    run.alone = true;
    return run;
  }

  private JournalRun(
      FaultyDisk disk, SplittableRandom random, boolean makerAtOnce, boolean snapshotsAtOnce)
      throws IOException {
    this.random = random;
    this.maker = new ManualExecutor(makerAtOnce);
    this.snapshots = new ManualExecutor(snapshotsAtOnce);
    JournalDependencies dependencies =
        new JournalDependencies(maker, snapshots, () -> nowNs++, () -> 1, () -> id(random));
    this.journal = Journal.open(disk, CONFIG, JournalObserver.NONE, this, dependencies);
  }

  private static byte[] id(SplittableRandom random) {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return id;
  }

  Journal journal() {
    return journal;
  }

  List<Seen> state() {
    return state;
  }

  Kept kept() {
    return new Kept(List.copyOf(state), asked);
  }

  @Override
  public void chunk(int section, ByteBuffer rows) {
    if (section != ROWS) throw new IllegalStateException("section " + section);
    while (rows.hasRemaining()) {
      long sequence = rows.getLong();
      long timeMs = rows.getLong();
      RecordKind kind = rows.get() == 0 ? RecordKind.BATCH : RecordKind.CLOSING;
      int events = rows.getInt();
      byte[] body = new byte[rows.getInt()];
      rows.get(body);
      state.add(new Seen(sequence, timeMs, kind, events, ByteBuffer.wrap(body)));
    }
  }

  @Override
  public void record(LogRecord record) {
    byte[] copy = new byte[record.body().remaining()];
    record.body().get(copy);
    state.add(
        new Seen(
            record.sequence(),
            record.timeMs(),
            record.kind(),
            record.events(),
            ByteBuffer.wrap(copy)));
  }

  /**
   * Goes on for a while: appends, snapshots, and the journal's threads when they get their turn.
   */
  void act(int actions) throws IOException {
    for (int i = 0; i < actions; i++) {
      switch (random.nextInt(12)) {
        case 0 -> snapshot();
        case 1 -> maker.work();
        case 2 -> snapshots.work();
        default -> append();
      }
    }
  }

  void append() throws IOException {
    byte[] body =
        new byte
            [random.nextInt(8) == 0
                ? random.nextInt(journal.bodyBytesMax() + 1)
                : random.nextInt(300)];
    random.nextBytes(body);
    append(body);
  }

  /** Appends unless there is no room; false then. */
  boolean append(byte[] body) throws IOException {
    boolean room = journal.hasRoom(body.length);
    ByteBuffer into = journal.begin();
    for (int at = 0; at < body.length; at += 100) {
      int count = Math.min(100, body.length - at);
      into = journal.room(count);
      into.put(body, at, count);
    }
    Seen wanted =
        new Seen(
            state.size() + 1,
            1_000 + state.size(),
            RecordKind.BATCH,
            body.length % 7,
            ByteBuffer.wrap(body));
    // The one that failed is the one that may be there; what is asked after it is refused.
    if (!ended) asked = wanted;
    try {
      long sequence = journal.commit(wanted.timeMs(), wanted.events());
      if (ended || sequence != wanted.sequence())
        throw new AssertionError(sequence + " for " + wanted);
    } catch (NoSpaceException e) {
      if (room) throw new AssertionError("room was promised", e);
      asked = null;
      return false;
    } catch (JournalFailedException e) {
      ended = true;
      throw e;
    }
    state.add(wanted);
    asked = null;
    return true;
  }

  void snapshot() throws IOException {
    if (journal.snapshotting()) return;
    List<Seen> now = List.copyOf(state);
    var _ = journal.snapshot(out -> write(now, out));
  }

  private void write(List<Seen> rows, SnapshotWriter out) throws IOException {
    out.section(ROWS);
    for (Seen seen : rows) {
      // The loop goes on meanwhile.
      if (!alone && random.nextInt(10) == 0) append();
      ByteBuffer row = out.room(29 + seen.body().capacity());
      row.putLong(seen.sequence())
          .putLong(seen.timeMs())
          .put((byte) (seen.kind() == RecordKind.BATCH ? 0 : 1))
          .putInt(seen.events());
      row.putInt(seen.body().capacity()).put(seen.body().duplicate());
    }
  }

  void stop() throws IOException {
    alone = true;
    if (!ended)
      asked = new Seen(state.size() + 1, 9_000, RecordKind.CLOSING, 0, ByteBuffer.allocate(0));
    long before = journal.position().sequence();
    journal.stop(9_000);
    if (ended) return;
    if (asked != null && journal.position().sequence() > before) state.add(asked);
    asked = null;
  }
}
