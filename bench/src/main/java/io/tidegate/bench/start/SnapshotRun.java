package io.tidegate.bench.start;

import io.tidegate.app.service.FolderBackend;
import io.tidegate.core.Command;
import io.tidegate.engine.EngineObserver;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalFailedException;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own, so that its heap can be as small as the service's: asks for top-ups,
 * payments and claims all over the state, by turns without and with a snapshot being written, and
 * prints how long batches took.
 */
public final class SnapshotRun implements EngineObserver, JournalObserver {
  private static final int WINDOW = 1_000;
  private static final int PER_MS = 40;
  private static final int QUIET_MS = 2_000;
  private static final Duration GOODBYE = Duration.ofMinutes(1);
  private static final long HIGHEST_NS = 60_000_000_000L;

  private final Times quiet = new Times();
  private final Times during = new Times();
  private @Nullable JournalStore store;
  private @Nullable CompletableFuture<LogPosition> snapshot;
  private long forceNs;
  private long freezeNsMax;
  private volatile boolean wanted;
  private final AtomicInteger written = new AtomicInteger();

  private SnapshotRun() {}

  /** Batch times of one kind. */
  private static final class Times {
    final Histogram batchNs = new Histogram(HIGHEST_NS, 3);
    final Histogram forceNs = new Histogram(HIGHEST_NS, 3);
    final Histogram restNs = new Histogram(HIGHEST_NS, 3);

    void print(String kind) {
      print(kind + "-batch", batchNs);
      print(kind + "-force", forceNs);
      print(kind + "-rest", restNs);
    }

    private static void print(String name, Histogram ns) {
      System.out.println(
          String.join(
              " ",
              name,
              String.valueOf(ns.getTotalCount()),
              ms(ns, 50),
              ms(ns, 99),
              ms(ns, 99.9),
              ms(ns, 100)));
    }

    private static String ms(Histogram ns, double percentile) {
      return String.valueOf(ns.getValueAtPercentile(percentile) / 1e6);
    }
  }

  /**
   * Runs.
   *
   * @param arguments the data folder, how many snapshots, a seed
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new SnapshotRun()
        .run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
  }

  private void run(Path data, int snapshots, long seed) throws IOException, InterruptedException {
    // Snapshots are begun here and not by growth.
    FolderBackend backend =
        FolderBackend.start(
            Crowd.config(data, Map.of("TIDEGATE_STORE_SNAPSHOT_BYTES", "1024GiB")), this, this);
    BoundedSubmitter submitter = new BoundedSubmitter(backend.engine(), WINDOW);
    Load load = new Load(submitter, new SplittableRandom(seed));
    load.forMs(QUIET_MS); // the JVM gets warm
    quiet.batchNs.reset();
    quiet.forceNs.reset();
    quiet.restNs.reset();
    store = backend.store();
    for (int i = 0; i < snapshots; i++) {
      load.forMs(QUIET_MS);
      wanted = true;
      while (written.get() == i) load.forMs(1);
    }
    submitter.drain();
    backend.stop(GOODBYE);
    quiet.print("quiet");
    during.print("during");
    System.out.println("freeze 0 0 0 0 " + freezeNsMax / 1e6);
  }

  @Override
  public void appended(int bytes, long writeNs, long took) {
    forceNs = took;
  }

  @Override
  public void snapshotWritten(long sequence, long bytes, long tookNs) {
    System.out.println("snapshot 0 0 0 " + bytes / 1e6 + " " + tookNs / 1e6);
  }

  /** On the loop's thread, which alone may begin a snapshot. */
  @Override
  public void batch(int requests, int events, long tookNs) {
    if (events == 0) return;
    boolean snapshotting = snapshot != null && !snapshot.isDone();
    Times times = snapshotting ? during : quiet;
    times.batchNs.recordValue(tookNs);
    times.forceNs.recordValue(forceNs);
    times.restNs.recordValue(Math.max(0, tookNs - forceNs));
    if (snapshot != null && snapshot.isDone()) {
      snapshot = null;
      written.incrementAndGet();
    }
    if (wanted && snapshot == null) begin();
  }

  private void begin() {
    JournalStore owner = store;
    if (owner == null) return;
    wanted = false;
    long startNs = System.nanoTime();
    try {
      snapshot = owner.snapshot();
    } catch (JournalFailedException e) {
      throw new IllegalStateException(e);
    }
    freezeNsMax = Math.max(freezeNsMax, System.nanoTime() - startNs);
  }

  /**
   * What is asked meanwhile, at a fixed rate: top-ups and payments all over the state, and a few
   * new claims. It hardly grows the state, whose size is what is measured here.
   */
  private static final class Load {
    private final BoundedSubmitter submitter;
    private final SplittableRandom random;
    private final long startNs = System.nanoTime();
    private long asked;
    private long newcomer = Crowd.SIZE;

    Load(BoundedSubmitter submitter, SplittableRandom random) {
      this.submitter = submitter;
      this.random = random;
    }

    void forMs(int ms) throws InterruptedException {
      long endNs = System.nanoTime() + ms * 1_000_000L;
      while (System.nanoTime() < endNs) {
        long due = (System.nanoTime() - startNs) / 1_000_000 * PER_MS;
        if (asked >= due) Thread.sleep(1);
        for (; asked < due; asked++) submitter.ask(next());
      }
    }

    private Command next() {
      long user = random.nextLong(1, Crowd.SIZE + 1);
      return switch (random.nextInt(10)) {
        case 0 -> new Command.Claim(Crowd.COUPON, ++newcomer, 1, null, Crowd.key(random));
        case 1, 2 -> new Command.Pay(user, user, 0, 0, null);
        default -> new Command.TopUp(user, Crowd.PRICE, null);
      };
    }
  }
}
