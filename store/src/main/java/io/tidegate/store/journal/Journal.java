package io.tidegate.store.journal;

import static io.tidegate.store.journal.FolderRefusedException.Reason.FOREIGN;
import static io.tidegate.store.journal.FolderRefusedException.Reason.IN_USE;
import static io.tidegate.store.journal.FolderRefusedException.Reason.NOT_WRITABLE;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.disk.DiskInUseException;
import io.tidegate.store.disk.RealDisk;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.RecordLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only journal in one data folder, and its only writer.
 *
 * <pre>{@code
 * ByteBuffer body = journal.begin();
 * body = journal.room(EVENT_BYTES);            // before each event: there may be a larger buffer now
 * encode(event, body);
 * long sequence = journal.commit(nowMs, 1);    // durable when this returns
 * }</pre>
 *
 * <p>Confined to the thread that opened it, the loop's. That thread must never be interrupted.
 * Segments are made and snapshots written on threads of the journal's own.
 */
public final class Journal implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long GOODBYE_SECONDS = 30;

  private final Disk disk;
  private final JournalConfig config;
  private final JournalDependencies dependencies;
  private final JournalObserver observer;
  private final Folder folder;
  private final Snapshots snapshots;
  private final SegmentMaker maker;
  private final Closeable lock;
  private final LifeFile life;
  private final Recovery recovery;

  private final Chain chain;
  private long sequence;
  private long timeMs;
  private boolean moved;
  private volatile long counted;

  private DiskFile current;
  private int number;
  private long offset;
  private long size;
  private @Nullable DiskFile next;

  // Whether the file of the last clean stop is there, which must go before anything is appended.
  private boolean vouchedFor;

  private final RecordBuffer record;
  private boolean begun;
  private @Nullable Throwable failure;
  private @Nullable CompletableFuture<LogPosition> snapshot;
  private boolean closed;

  /**
   * Opens the folder at that path for writing, made if need be, and recovers what it holds.
   *
   * @see #open(Disk, JournalConfig, JournalObserver, RecoveryListener)
   */
  public static Journal open(
      Path folder, JournalConfig config, JournalObserver observer, RecoveryListener listener)
      throws IOException {
    RealDisk disk;
    try {
      disk = RealDisk.at(folder);
    } catch (IOException e) {
      throw notWritable(folder.toString(), e);
    }
    return open(disk, config, observer, listener);
  }

  /**
   * Opens the folder for writing and recovers what it holds.
   *
   * @param listener receives the snapshot and the records behind it; of no use if this throws
   * @throws FolderRefusedException if the folder is foreign, newer, in use or not writable, and as
   *     {@link DamageException} if it is damaged
   * @throws NoSpaceException if the first segment of a new folder does not fit on the disk
   * @throws IOException if the disk fails, or {@code listener} does
   */
  public static Journal open(
      Disk disk, JournalConfig config, JournalObserver observer, RecoveryListener listener)
      throws IOException {
    return open(disk, config, observer, listener, JournalDependencies.real());
  }

  static Journal open(
      Disk disk,
      JournalConfig config,
      JournalObserver observer,
      RecoveryListener listener,
      JournalDependencies dependencies)
      throws IOException {
    Folder.refuseForeign(disk);
    Closeable lock = lock(disk);
    try {
      return new Journal(disk, config, dependencies, observer, lock, listener);
    } catch (Throwable e) {
      dependencies.segmentMaker().shutdown();
      dependencies.snapshotWriter().shutdown();
      lock.close();
      throw e;
    }
  }

  private static Closeable lock(Disk disk) throws IOException {
    try {
      return disk.lock(Format.LOCK);
    } catch (DiskInUseException e) {
      throw new FolderRefusedException(IN_USE, "the data folder " + e.getMessage(), e);
    } catch (IOException e) {
      throw notWritable(disk.place(), e);
    }
  }

  /**
   * Opens a folder for the copy of a log that exists elsewhere; makes it with that log's identity.
   *
   * @param founding see {@link LogIdentity#founding}
   * @throws FolderRefusedException if it is another log's folder, or as {@link #open} does
   */
  static Journal openCopy(Path path, JournalConfig config, LogIdentity identity, byte[] founding)
      throws IOException {
    RealDisk disk = RealDisk.at(path);
    Folder.refuseForeign(disk);
    try (Closeable _ = lock(disk)) {
      Folder.found(disk, founding);
    }
    LogIdentity there = Folder.read(disk).identity();
    if (!there.equals(identity))
      throw new FolderRefusedException(
          FOREIGN, path + " holds the log " + there + ", and " + identity + " was to come here");
    return open(disk, config, JournalObserver.NONE, new RecoveryListener.Nothing());
  }

  static FolderRefusedException notWritable(String place, IOException e) {
    return new FolderRefusedException(
        NOT_WRITABLE, "the data folder " + place + " cannot be written: " + e, e);
  }

  private Journal(
      Disk disk,
      JournalConfig config,
      JournalDependencies dependencies,
      JournalObserver observer,
      Closeable lock,
      RecoveryListener listener)
      throws IOException {
    this.disk = disk;
    this.config = config;
    this.dependencies = dependencies;
    this.observer = observer;
    this.lock = lock;
    this.folder = Folder.openOrMake(disk, dependencies);
    this.record = new RecordBuffer(folder.identity(), config.recordBytesMax(), Format.BLOCK_BYTES);
    this.life = new LifeFile(disk, folder);
    this.snapshots = new Snapshots(disk, folder);
    this.maker = new SegmentMaker(disk, folder, config, dependencies, observer);
    Recoverer.End end = new Recoverer(disk, config, folder, snapshots, maker).recover(listener);
    this.recovery = end.recovery();
    this.chain = new Chain(Chain.parse(recovery.end().chain()));
    this.sequence = recovery.end().sequence();
    this.counted = sequence;
    this.timeMs = recovery.end().timeMs();
    this.current = end.current();
    this.number = end.number();
    this.offset = end.offset();
    this.vouchedFor = end.vouchedFor();
    this.size = room(current);
    lookAhead();
  }

  /**
   * Where records in that segment end at the latest. What this version writes stands only in
   * segments of this version, so that an older program says "newer" instead of "damaged".
   */
  private long room(DiskFile segment) throws IOException {
    return SegmentHead.version(segment) == Format.VERSION ? segment.size() : offset;
  }

  /** What opening found. */
  public Recovery recovery() {
    return recovery;
  }

  /** The folder's id, 32 hexadecimal digits. */
  public String folderId() {
    return folder.id();
  }

  /** When people were served last. */
  public LifeFile life() {
    return life;
  }

  /** Behind the last durable record. */
  public LogPosition position() {
    return new LogPosition(sequence, timeMs, chain.hex());
  }

  /**
   * Whether a record of that body can be appended without meeting a full disk. To be asked before
   * the work that leads to it is done: after true, a {@link #commit} of at most that many bytes
   * throws no {@link NoSpaceException}.
   *
   * @param bodyBytes in [0, {@link #bodyBytesMax}]
   */
  public boolean hasRoom(int bodyBytes) {
    if (bodyBytes > bodyBytesMax()) throw tooLarge(bodyBytes);
    return failure == null && provide(Format.padded(RecordLayout.BODY + (long) bodyBytes));
  }

  /**
   * Whether a write or a force failed. Then nothing can be appended until the folder is opened
   * anew.
   */
  public boolean failed() {
    return failure != null;
  }

  /** The largest body a record may have. */
  public int bodyBytesMax() {
    return record.bodyBytesMax();
  }

  /** Bytes of the body of the record that was begun; 0 before the first. */
  public int bodyBytes() {
    return record.bodyBytes();
  }

  /**
   * Begins a record; one begun before and not committed is dropped.
   *
   * @return where its body goes: big-endian, at the body's first byte; see {@link #room}
   */
  public ByteBuffer begin() {
    begun = true;
    return record.begin();
  }

  /**
   * Room for more of the body.
   *
   * @param bytes about to be written
   * @return the buffer that {@code begin} gave or a larger one that begins the same, with at least
   *     that many bytes remaining; older ones are void
   * @throws IllegalArgumentException if the body would exceed {@link #bodyBytesMax}
   */
  public ByteBuffer room(int bytes) {
    return record.room(bytes);
  }

  private IllegalArgumentException tooLarge(long bytes) {
    return new IllegalArgumentException(
        "a body of " + bytes + " bytes does not fit in a record, which takes " + bodyBytesMax());
  }

  /**
   * Makes the record that was begun durable.
   *
   * @param timeMs the record's time, epoch milliseconds
   * @param events how many events the body holds
   * @return its sequence
   * @throws NoSpaceException if nothing was written for want of space; the record stays begun, and
   *     this may be called again
   * @throws JournalFailedException if that or an earlier record failed; final
   */
  public long commit(long timeMs, int events) throws NoSpaceException, JournalFailedException {
    return commit(timeMs, 0, events);
  }

  /**
   * The same, for a batch whose hour was behind its time.
   *
   * @param lagSeconds how far, in [0, {@link RecordLayout#LAG_MAX}]; the most means any time at all
   */
  public long commit(long timeMs, int lagSeconds, int events)
      throws NoSpaceException, JournalFailedException {
    return append(RecordKind.BATCH, timeMs, lagSeconds, events);
  }

  /**
   * Makes the record that was begun durable as a leader's; its body is no events.
   *
   * @param timeMs the record's time, epoch milliseconds
   * @return its sequence
   * @throws NoSpaceException as {@link #commit} does
   * @throws JournalFailedException as {@link #commit} does
   */
  public long lead(long timeMs) throws NoSpaceException, JournalFailedException {
    return append(RecordKind.LEADER, timeMs, 0, 0);
  }

  private long append(RecordKind kind, long timeMs, int lagSeconds, int events)
      throws NoSpaceException, JournalFailedException {
    if (lagSeconds < 0 || lagSeconds > RecordLayout.LAG_MAX)
      throw new IllegalArgumentException("a lag of " + lagSeconds + " s");
    refuseAfterFailure();
    if (!begun) throw new IllegalStateException("no record was begun");
    int bytes = (int) Format.padded(RecordLayout.BODY + (long) record.bodyBytes());
    if (!provide(bytes)) throw noSpace();
    append(record.finish(kind, sequence + 1, timeMs, lagSeconds, events, chain), kind, timeMs);
    return sequence;
  }

  /** The record that was just finished in the buffer; there is room for it. */
  private void append(int bytes, RecordKind kind, long newTimeMs) throws JournalFailedException {
    moveOnUnlessFits(bytes);
    write(bytes);
    begun = false;
    chain.advance();
    sequence++;
    timeMs = newTimeMs;
    moved = kind == RecordKind.MOVED;
    offset += bytes;
    counted = sequence;
    lookAhead();
  }

  /**
   * Appends a record that was made elsewhere; see {@link io.tidegate.store.log.Log#append}. What
   * {@link #begin} began is dropped.
   */
  AppendResult append(long expectedSequence, byte[] previousChain, LogRecord given)
      throws IOException {
    if (RecordLayout.aligned(given.length()) > config.recordBytesMax())
      throw tooLarge(given.length() - RecordLayout.BODY);
    if (closed) throw new IllegalStateException("the journal is closed");
    if (failure != null) return new AppendResult.Unknown(failure);
    if (expectedSequence <= sequence && holds(given)) return AppendResult.Appended.APPENDED;
    if (moved || expectedSequence != sequence + 1 || !chain.is(previousChain))
      return new AppendResult.Conflict(position());
    try {
      if (!provide(Format.padded(given.length()))) throw noSpace();
      append(record.padded(given, chain).size(), given.kind(), given.timeMs());
      return AppendResult.Appended.APPENDED;
    } catch (NoSpaceException | JournalFailedException e) {
      return new AppendResult.Unknown(e);
    }
  }

  private boolean holds(LogRecord given) throws IOException {
    try (RecordCursor cursor = new RecordCursor(disk, folder)) {
      return cursor.goTo(given.sequence()) && given.chain().equals(cursor.record().chain());
    }
  }

  /** Which log this is. */
  LogIdentity identity() {
    return folder.identity();
  }

  /** The largest record, head included. */
  int recordBytesMax() {
    return config.recordBytesMax();
  }

  /** Sequence of the last durable record. Any thread. */
  public long counted() {
    return counted;
  }

  /** Reads this folder's records, on any one thread. */
  RecordCursor cursor() throws IOException {
    return new RecordCursor(disk, folder);
  }

  private void write(int bytes) throws JournalFailedException {
    long startNs = dependencies.nanoTime().getAsLong();
    try {
      if (vouchedFor) CleanStop.remove(disk);
      vouchedFor = false;
      current.write(offset, record.finished(bytes));
      long writtenNs = dependencies.nanoTime().getAsLong();
      current.force(false);
      observer.appended(
          bytes, writtenNs - startNs, dependencies.nanoTime().getAsLong() - writtenNs);
    } catch (Throwable e) {
      failure = e;
      LOG.error(
          "{}: writing record {} failed; nothing more is promised until the folder is opened again",
          disk.place(),
          sequence + 1,
          e);
      throw failed(e);
    }
  }

  private void refuseAfterFailure() throws JournalFailedException {
    if (closed) throw new IllegalStateException("the journal is closed");
    Throwable before = failure;
    if (before != null) throw failed(before);
  }

  private JournalFailedException failed(Throwable cause) {
    return new JournalFailedException(
        disk.place() + ": writing record " + (sequence + 1) + " failed: " + cause.getMessage(),
        cause);
  }

  private boolean fits(long bytes) {
    return bytes <= size - offset;
  }

  /**
   * Sees to it that there is a place for that many bytes, here or in a next segment that is at
   * hand.
   */
  private boolean provide(long bytes) {
    if (fits(bytes) || next != null) return true;
    next = maker.take(number + 1);
    return next != null;
  }

  /**
   * Why {@link #hasRoom} was false, where the disk is not full: the next segment is late, or cannot
   * be made for another reason. Null if the disk is full.
   */
  public @Nullable String obstacle() {
    if (maker.failure() instanceof IOException e && NoSpaceException.says(e)) return null;
    return Format.segmentName(number + 1) + " is not there yet: " + whyNoSegment();
  }

  private String whyNoSegment() {
    Throwable why = maker.failure();
    return why == null ? "it is still being made" : String.valueOf(why.getMessage());
  }

  private NoSpaceException noSpace() {
    Throwable why = maker.failure();
    String reason = whyNoSegment();
    return new NoSpaceException(
        disk.place() + ": " + Format.segmentName(number + 1) + " is not there yet: " + reason, why);
  }

  private void moveOnUnlessFits(long bytes) throws JournalFailedException {
    DiskFile following = next;
    if (fits(bytes) || following == null) return;
    closeQuietly(current);
    current = following;
    next = null;
    number++;
    offset = Format.SEGMENT_HEAD_BYTES;
    size = config.segmentBytes();
  }

  // From the middle of a segment on, so that the next one is there long before it is needed.
  private void lookAhead() {
    if (next == null && offset > size / 2) maker.want(number + 1);
  }

  /**
   * Writes a snapshot at {@link #position} beside the loop. It becomes the one recovery begins from
   * only when it is whole and durable; the newest two stay.
   *
   * @param content runs on the thread {@code snapshot-writer}
   * @return done when the snapshot is durable; fails, as any snapshot may, without harm to the
   *     journal
   * @throws IllegalStateException if one is being written
   * @throws JournalFailedException if the journal failed: the state may hold what the disk does not
   */
  public CompletableFuture<LogPosition> snapshot(SnapshotSource content)
      throws JournalFailedException {
    refuseAfterFailure();
    if (snapshotting()) throw new IllegalStateException("a snapshot is being written");
    LogPosition at = position();
    CompletableFuture<LogPosition> future = new CompletableFuture<>();
    snapshot = future;
    dependencies.snapshotWriter().execute(() -> write(at, content, future));
    return future;
  }

  /** Whether a snapshot is being written. */
  public boolean snapshotting() {
    return snapshot != null && !snapshot.isDone();
  }

  private void write(
      LogPosition at, SnapshotSource content, CompletableFuture<LogPosition> future) {
    long startNs = dependencies.nanoTime().getAsLong();
    try {
      long bytes = snapshots.write(at, content);
      observer.snapshotWritten(at.sequence(), bytes, dependencies.nanoTime().getAsLong() - startNs);
      future.complete(at);
    } catch (Throwable e) {
      LOG.warn(
          "{}: the snapshot at record {} failed; the journal is not affected: {}",
          disk.place(),
          at.sequence(),
          e.toString());
      observer.snapshotFailed(at.sequence(), e);
      future.completeExceptionally(e);
    }
  }

  /**
   * The clean end: writes the closing record, then the file that vouches for it, and closes. A
   * journal that failed, or has no room, is closed without them.
   *
   * @param timeMs the closing record's time
   */
  public void stop(long timeMs) throws IOException {
    try {
      if (failure == null && !closed) {
        begin();
        append(RecordKind.CLOSING, timeMs, 0, 0);
        vouch();
      }
    } catch (NoSpaceException e) {
      LOG.warn("{}: closing without a closing record: {}", disk.place(), e.getMessage());
    } finally {
      close();
    }
  }

  /** Closes, and leaves the file that vouches for the end, whatever the last record is. */
  void closeVouched() throws IOException {
    try {
      if (failure == null && !closed && sequence > 0) vouch();
    } finally {
      close();
    }
  }

  private void vouch() {
    try {
      CleanStop.write(disk, folder, position());
    } catch (IOException e) {
      LOG.warn(
          "{}: nothing will confirm that the journal ends with record {}: {}",
          disk.place(),
          sequence,
          e.toString());
    }
  }

  /**
   * The end of this folder's log: writes the record that says where it goes on, and closes. Nothing
   * is ever appended here again, and whoever opens the folder is told where to look.
   *
   * @param timeMs the record's time
   * @param where the new home, for people; at most 4,096 bytes in UTF-8
   */
  public void move(long timeMs, String where) throws IOException {
    try {
      begin();
      record.movedTo(where);
      append(RecordKind.MOVED, timeMs, 0, 0);
      vouch();
    } finally {
      close();
    }
  }

  /**
   * Waits, bounded, for the journal's threads and lets go of the folder, without a closing record.
   */
  @Override
  public void close() throws IOException {
    if (closed) return;
    closed = true;
    boolean quiet = ended(dependencies.segmentMaker());
    quiet = ended(dependencies.snapshotWriter()) && quiet;
    if (!quiet) {
      // The lock stays until the process ends: another one must not meet files in the making.
      LOG.error(
          "{}: a thread still works on the data folder after {} s", disk.place(), GOODBYE_SECONDS);
      return;
    }
    closeQuietly(current);
    if (next != null) closeQuietly(next);
    maker.close();
    life.close();
    lock.close();
  }

  private static boolean ended(ExecutorService thread) {
    thread.shutdown();
    try {
      return thread.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // Everything in it was forced; a failing close takes nothing away.
  private void closeQuietly(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("{}: closing {} failed: {}", disk.place(), file.name(), e.toString());
    }
  }
}
