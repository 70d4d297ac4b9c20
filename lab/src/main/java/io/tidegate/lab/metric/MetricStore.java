package io.tidegate.lab.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a run measures, in memory that does not grow with its length: for every metric and every
 * set of tags the totals of the run, and of each second for whoever listens.
 *
 * <p><b>How.</b> Who measures copies the values into the {@link SampleBatch} of a stripe, which is
 * all that it costs it: a lock that few share, and two array copies. Once a second, or when one is
 * full, the thread {@code samples} takes the batches and counts what is in them, alone; so nothing
 * that is counted needs a lock of its own, and a look-up by tags is made once a request. Where that
 * thread falls behind by {@value #WAITING_MAX} full batches, whoever fills the next counts it
 * itself, and is slowed down by that: nothing is lost, and {@link #helped()} says how often.
 */
public final class MetricStore implements Samples, AutoCloseable {

  /** Series that a metric may have. */
  public static final int SERIES_MAX = 1_000;

  private static final int BATCH_SIZE = 4_096;
  private static final int WAITING_MAX = 32;
  private static final long INTERVAL_NS = 1_000_000_000;
  private static final int STRIPES_PER_CORE = 2;
  private static final int MERGED_WAITING_MAX = 16;

  /** Where the threads of one part of all put their samples. */
  private static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();
    SampleBatch batch = new SampleBatch(BATCH_SIZE);
  }

  private final Stripe[] stripes;
  private final BlockingQueue<SampleBatch> full = new ArrayBlockingQueue<>(WAITING_MAX);
  private final BlockingQueue<Interval> elsewhere = new ArrayBlockingQueue<>(MERGED_WAITING_MAX);
  private final BlockingQueue<SampleBatch> empty = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<IntervalListener> intervalListeners = new CopyOnWriteArrayList<>();
  private final List<SampleListener> sampleListeners = new CopyOnWriteArrayList<>();
  private final List<SubMetric> followed = new CopyOnWriteArrayList<>();
  private final AtomicLong helped = new AtomicLong();
  private final LongSupplier clockMs;
  private final Consumer<String> warnings;

  /** Guards the table. */
  private final ReentrantLock counting = new ReentrantLock();

  private final SeriesTable table;
  private final Thread thread = Thread.ofPlatform().name("samples").daemon().unstarted(this::run);
  private volatile boolean closed;
  private long intervalFromMs;

  /** With the usual bound on series and the machine's clock. */
  public MetricStore(Consumer<String> warnings) {
    this(SERIES_MAX, System::currentTimeMillis, warnings);
  }

  /**
   * Nothing is counted before {@link #start()}.
   *
   * @param seriesMax different sets of tags that a metric may have, at least 1
   * @param clockMs epoch ms, for the bounds of intervals
   * @param warnings is told, by any thread, what whoever runs this should know
   */
  public MetricStore(int seriesMax, LongSupplier clockMs, Consumer<String> warnings) {
    this.clockMs = clockMs;
    this.warnings = warnings;
    table = new SeriesTable(seriesMax, warnings);
    stripes = new Stripe[stripeCount()];
    for (int i = 0; i < stripes.length; i++) stripes[i] = new Stripe();
    intervalFromMs = clockMs.getAsLong();
  }

  /** A power of two, so that the next one is found by a mask. */
  private static int stripeCount() {
    int wanted = STRIPES_PER_CORE * Runtime.getRuntime().availableProcessors();
    return Integer.highestOneBit(2 * wanted - 1);
  }

  /** Gives every interval to this one from now on. */
  public void onInterval(IntervalListener listener) {
    intervalListeners.add(listener);
  }

  /** Gives every sample to this one from now on. */
  public void onSamples(SampleListener listener) {
    sampleListeners.add(listener);
  }

  /**
   * Keeps the run's totals of this part, so that they are at hand and exact whatever the number of
   * series.
   */
  public void follow(SubMetric part) {
    followed.add(part);
    counting.lock();
    try {
      table.follow(part);
    } finally {
      counting.unlock();
    }
  }

  /** Begins to count, once a second. */
  public void start() {
    intervalFromMs = clockMs.getAsLong();
    thread.start();
  }

  @Override
  public void add(Metric metric, TagSet tags, double value, long atMs) {
    Stripe stripe = stripe();
    SampleBatch filled;
    stripe.lock.lock();
    try {
      if (stripe.batch.add(metric, value, tags, atMs)) return;
      filled = stripe.batch;
      stripe.batch = emptyBatch();
      stripe.batch.add(metric, value, tags, atMs);
    } finally {
      stripe.lock.unlock();
    }
    handOver(filled);
  }

  /**
   * Several values of one request, under one lock.
   *
   * @param metrics at most 4,096
   */
  @Override
  public void add(Metric[] metrics, double[] values, TagSet tags, long atMs) {
    if (metrics.length > BATCH_SIZE)
      throw new IllegalArgumentException(metrics.length + " at once");
    Stripe stripe = stripe();
    SampleBatch filled;
    stripe.lock.lock();
    try {
      if (stripe.batch.add(metrics, values, tags, atMs)) return;
      filled = stripe.batch;
      stripe.batch = emptyBatch();
      stripe.batch.add(metrics, values, tags, atMs);
    } finally {
      stripe.lock.unlock();
    }
    handOver(filled);
  }

  private Stripe stripe() {
    return stripes[(int) Thread.currentThread().threadId() & (stripes.length - 1)];
  }

  private SampleBatch emptyBatch() {
    SampleBatch batch = empty.poll();
    return batch == null ? new SampleBatch(BATCH_SIZE) : batch;
  }

  private void handOver(SampleBatch filled) {
    if (full.offer(filled)) return;
    helped.incrementAndGet();
    count(filled);
  }

  private void count(SampleBatch batch) {
    counting.lock();
    try {
      table.add(batch);
    } finally {
      counting.unlock();
    }
    if (sampleListeners.isEmpty() || batch.size() == 0) {
      batch.clear();
      empty.offer(batch); // beyond the bound it is garbage
    } else {
      for (SampleListener listener : sampleListeners) tell(() -> listener.samples(batch));
    }
  }

  private void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      warnings.accept("an output failed: " + e);
    }
  }

  /**
   * Adds what was measured elsewhere in one interval, as if it had been measured here. The interval
   * that goes on ends with it and where it ends, so that whoever listens gets the same seconds; the
   * next one ends by itself only if none of these comes for two seconds. Waits for room.
   */
  public void merge(Interval interval) throws InterruptedException {
    elsewhere.put(interval);
    full.offer(emptyBatch()); // wakes the thread, unless it is at work anyway
  }

  private void run() {
    long nextNs = System.nanoTime() + INTERVAL_NS;
    while (!closed) {
      SampleBatch batch = next(nextNs - System.nanoTime());
      if (batch != null) count(batch);
      Interval merged = elsewhere.poll();
      if (merged != null) {
        endIntervalWith(merged);
        nextNs = System.nanoTime() + 2 * INTERVAL_NS;
      } else if (System.nanoTime() >= nextNs) {
        endInterval();
        nextNs = Math.max(nextNs + INTERVAL_NS, System.nanoTime());
      }
    }
    for (Interval merged = elsewhere.poll(); merged != null; merged = elsewhere.poll())
      endIntervalWith(merged);
    endInterval();
  }

  private void endIntervalWith(Interval merged) {
    counting.lock();
    try {
      table.add(merged.parts());
    } finally {
      counting.unlock();
    }
    endInterval(Math.max(merged.toMs(), intervalFromMs + 1));
  }

  private @Nullable SampleBatch next(long waitNs) {
    try {
      return full.poll(waitNs, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e); // nobody else has the thread
    }
  }

  /** Counts all there is, and tells those who listen. Called by one thread at a time. */
  void endInterval() {
    endInterval(Math.max(clockMs.getAsLong(), intervalFromMs));
  }

  private void endInterval(long toMs) {
    for (SampleBatch batch = full.poll(); batch != null; batch = full.poll()) count(batch);
    for (Stripe stripe : stripes) {
      SampleBatch batch = takeFrom(stripe);
      if (batch != null) count(batch);
    }
    Interval interval;
    counting.lock();
    try {
      interval = new Interval(intervalFromMs, toMs, table.endInterval());
    } finally {
      counting.unlock();
    }
    intervalFromMs = toMs;
    for (IntervalListener listener : intervalListeners) tell(() -> listener.interval(interval));
  }

  private @Nullable SampleBatch takeFrom(Stripe stripe) {
    stripe.lock.lock();
    try {
      SampleBatch batch = stripe.batch;
      if (batch.size() == 0) return null;
      stripe.batch = emptyBatch();
      return batch;
    } finally {
      stripe.lock.unlock();
    }
  }

  /**
   * The run's totals of a metric or a part of it, as of the last interval that ended. Any thread.
   */
  public Totals totals(SubMetric part) {
    counting.lock();
    try {
      return table.totals(part);
    } finally {
      counting.unlock();
    }
  }

  /**
   * The parts of metrics that are followed, in the order in which they were asked for. Any thread.
   */
  public List<SubMetric> followed() {
    return List.copyOf(followed);
  }

  /** The run's totals of each series, by metric, as of the last interval that ended. Any thread. */
  public List<Interval.Part> series() {
    counting.lock();
    try {
      return new ArrayList<>(table.series());
    } finally {
      counting.unlock();
    }
  }

  /** How often somebody who measures had to count a batch itself, because counting fell behind. */
  public long helped() {
    return helped.get();
  }

  /**
   * Counts what was added until now and ends; waits for the listeners, unless the caller is
   * interrupted. Whoever measures has ended before: later samples are not counted.
   */
  @Override
  public void close() {
    closed = true;
    if (!thread.isAlive()) return;
    full.offer(emptyBatch()); // wakes the thread, unless it is at work anyway
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
