package io.tidegate.api.metrics;

import io.tidegate.http.metrics.HistogramBuckets;
import io.tidegate.http.metrics.MetricFamilies;
import io.tidegate.http.metrics.SingleWriterCounters;
import io.tidegate.store.journal.JournalObserver;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the journal does. */
final class JournalCounts implements JournalObserver {

  private static final int RECORDS = 0;
  private static final int BYTES = 1;
  private static final int WRITES = 2;
  private static final int FORCES = WRITES + HistogramBuckets.TIMES.cells();

  private final SingleWriterCounters loop =
      new SingleWriterCounters(FORCES + HistogramBuckets.TIMES.cells());

  // Rare, and from several threads.
  private final LongAdder segments = new LongAdder();
  private final LongAdder segmentsFailed = new LongAdder();
  private final LongAdder snapshots = new LongAdder();
  private final LongAdder snapshotsFailed = new LongAdder();
  private volatile boolean damaged;
  private volatile long snapshotBytes;
  private volatile long snapshotNs;

  @Override
  public void appended(int bytes, long writeNs, long forceNs) {
    loop.add(RECORDS, 1);
    loop.add(BYTES, bytes);
    HistogramBuckets.TIMES.note(loop, WRITES, writeNs);
    HistogramBuckets.TIMES.note(loop, FORCES, forceNs);
  }

  @Override
  public void segmentMade(int number, long tookNs) {
    segments.increment();
  }

  @Override
  public void segmentFailed(int number, Throwable why) {
    segmentsFailed.increment();
  }

  @Override
  public void snapshotWritten(long sequence, long bytes, long tookNs) {
    snapshots.increment();
    snapshotBytes = bytes;
    snapshotNs = tookNs;
  }

  @Override
  public void damageFound(Exception what) {
    damaged = true;
  }

  @Override
  public void snapshotFailed(long sequence, Throwable why) {
    snapshotsFailed.increment();
  }

  void collect(MetricFamilies families) {
    families.counter("journal_records", "Batches made durable.", loop.get(RECORDS));
    families.counter("journal_bytes", "Bytes written to the journal.", loop.get(BYTES));
    time(families, "journal_write_seconds", "Time a record's write took.", WRITES);
    time(families, "journal_fsync_seconds", "Time it took to force a record to disk.", FORCES);
    String segmentHelp = "Journal segments made ahead of need, or not made.";
    families.counter("journal_segments", segmentHelp, segments.sum(), "outcome", "made");
    families.counter("journal_segments", segmentHelp, segmentsFailed.sum(), "outcome", "failed");
    String snapshotHelp = "Snapshots written, or failed.";
    families.counter("journal_snapshots", snapshotHelp, snapshots.sum(), "outcome", "written");
    families.counter("journal_snapshots", snapshotHelp, snapshotsFailed.sum(), "outcome", "failed");
    families.gauge(
        "journal_damaged",
        "1 once records older than the snapshot were found damaged; look at the log.",
        damaged ? 1 : 0);
    families.gauge("journal_snapshot_bytes", "Size of the newest snapshot.", snapshotBytes);
    families.gauge("journal_snapshot_seconds", "Time the newest snapshot took.", snapshotNs / 1e9);
  }

  private void time(MetricFamilies families, String name, String help, int from) {
    long[] gathered = new long[HistogramBuckets.TIMES.cells()];
    HistogramBuckets.TIMES.gather(loop, from, gathered);
    families.histogram(name, help, HistogramBuckets.TIMES, gathered);
  }
}
