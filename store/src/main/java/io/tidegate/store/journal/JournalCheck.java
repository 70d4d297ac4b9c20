package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.log.LogPosition;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records that a start did not read, since its snapshot made them unnecessary, while the
 * service runs. It checks the checksum, sequence and chain of each, up to the record of the
 * snapshot. The service does not need these records any more, so damage there stops nothing. But an
 * audit and an export need them, and a copy of them may still be whole, so damage raises an alarm.
 *
 * <p>It runs on its own thread, {@code journal-check}, which rests as long as it works, so that it
 * takes at most half of one core and of the disk.
 */
public final class JournalCheck implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalCheck.class);

  /** Between two rests; a rest ends at once when the check is closed. */
  private static final long STRETCH_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long GOODBYE_SECONDS = 2;

  private final Disk disk;
  private final LogPosition upTo;
  private final JournalObserver observer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long read;
  private volatile String state;

  private JournalCheck(Disk disk, LogPosition upTo, JournalObserver observer) {
    this.disk = disk;
    this.upTo = upTo;
    this.observer = observer;
    this.state = upTo.sequence() == 0 ? "the start read every record" : "";
  }

  /**
   * A check that has not begun.
   *
   * @param upTo the snapshot that the start began from; with sequence 0 there is nothing to do
   * @param observer told of damage, on the thread {@code journal-check}
   */
  public static JournalCheck of(Disk disk, LogPosition upTo, JournalObserver observer) {
    return new JournalCheck(disk, upTo, observer);
  }

  /** Begins, once. */
  public void begin() {
    if (upTo.sequence() == 0) ended.countDown();
    else Thread.ofPlatform().daemon().name("journal-check").start(this::run);
  }

  /** How far it is and what it found, in a few words. Any thread. */
  public String state() {
    String result = state;
    return result.isEmpty()
        ? "read " + read + " of the " + upTo.sequence() + " records behind the snapshot"
        : result;
  }

  /** Waits until everything is read, or the check was closed. */
  public void await() throws InterruptedException {
    ended.await();
  }

  private void run() {
    try (RecordCursor cursor = new RecordCursor(disk, Folder.read(disk))) {
      if (walk(cursor)) {
        compare(cursor);
        state = "all " + upTo.sequence() + " records before the snapshot are whole";
        LOG.info("{}: {}", disk.place(), state);
      }
    } catch (IOException | RuntimeException e) {
      state = "DAMAGED: " + e.getMessage();
      LOG.error(
          "{}: the journal before the snapshot is damaged. The service goes on, since it does not"
              + " need that part; an audit and an export do. Keep the folder, and look for a copy: {}",
          disk.place(),
          e.getMessage());
      observer.damageFound(e);
    } finally {
      ended.countDown();
    }
  }

  /** Goes to the snapshot's record; false if closed meanwhile. */
  private boolean walk(RecordCursor cursor) throws IOException {
    long beganNs = System.nanoTime();
    while (read < upTo.sequence()) {
      if (!cursor.next()) throw missing(cursor);
      read = cursor.sequence();
      long workedNs = System.nanoTime() - beganNs;
      if (workedNs < STRETCH_NS) continue;
      if (rest(workedNs)) return false;
      beganNs = System.nanoTime();
    }
    return true;
  }

  private boolean rest(long ns) {
    try {
      return closing.await(ns, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private DamageException missing(RecordCursor cursor) {
    String problem = cursor.problem();
    return new DamageException(
        disk.place(),
        Format.segmentName(cursor.segment()),
        cursor.offset(),
        cursor.sequence() + 1,
        problem == null ? "nothing stands there" : problem);
  }

  private void compare(RecordCursor cursor) throws DamageException {
    if (cursor.position().chain().equals(upTo.chain())) return;
    throw new DamageException(
        disk.place(),
        Format.segmentName(cursor.segment()),
        cursor.recordOffset(),
        cursor.sequence(),
        "its chain value is not the one of the snapshot that the service began from");
  }

  /** Ends it, wherever it is; waits, bounded. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!ended.await(GOODBYE_SECONDS, TimeUnit.SECONDS))
        LOG.warn("{}: the check of the journal hangs in a read", disk.place());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
