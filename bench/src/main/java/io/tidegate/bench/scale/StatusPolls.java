package io.tidegate.bench.scale;

import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.load.OpenLoopResult;
import io.tidegate.bench.scale.SaleRecords.Told;
import java.io.IOException;

/**
 * People who were told to ask again do so, in turn, at a fixed rate over all of them. On a thread
 * of its own, from {@link #start} to {@link #close}.
 */
final class StatusPolls implements AutoCloseable {

  /** Of all who wait: with 10,000 of them, each asks every 10 s. */
  static final int PER_SECOND = 1_000;

  private static final int CONNECTIONS = 16;
  private static final long PAUSE_MS = 20;
  private static final double SLICE_SECONDS = 0.5;

  private final ScaleSubject subject;
  private final String text;
  private final SaleRecords records;
  private final Thread thread;
  private volatile boolean ended;
  private int at;

  private StatusPolls(ScaleSubject subject, long offer, SaleRecords records) {
    this.subject = subject;
    this.text = subject.status(offer);
    this.records = records;
    thread = Thread.ofPlatform().name("status-polls").start(this::run);
  }

  static StatusPolls start(ScaleSubject subject, long offer, SaleRecords records) {
    return new StatusPolls(subject, offer, records);
  }

  private void run() {
    try {
      while (!ended) {
        int most = (int) (PER_SECOND * SLICE_SECONDS);
        SaleLoad slice = new SaleLoad(records, text, this::nextWhoWaits, most);
        if (slice.hasNext()) ask(slice);
        else Thread.sleep(PAUSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(SaleLoad slice) throws InterruptedException {
    try {
      OpenLoopResult _ =
          OpenLoop.run(subject.ports(), slice, slice, CONNECTIONS, PER_SECOND, SLICE_SECONDS, 200);
    } catch (IOException e) {
      Thread.sleep(PAUSE_MS); // it was killed, and is not back
    }
  }

  private int nextWhoWaits() {
    for (int seen = 0; seen < records.users(); seen++) {
      at = (at + 1) % records.users();
      if (records.told(at) == Told.WAIT) return at;
    }
    return SaleLoad.NOBODY;
  }

  /** Returns once nobody waits any more, or after that long. */
  void awaitNobodyWaiting(long msMax) throws InterruptedException {
    long endNs = System.nanoTime() + msMax * 1_000_000;
    while (records.count(Told.WAIT) > 0 && System.nanoTime() < endNs) Thread.sleep(PAUSE_MS);
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
