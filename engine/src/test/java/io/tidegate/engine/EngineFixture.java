package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.Views;
import io.tidegate.store.FaultyStore;
import io.tidegate.store.GatedDisk;
import io.tidegate.store.JournalStore;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine on a real journal in a folder, with a clock set by hand and a gate before its commits.
 */
public final class EngineFixture implements EngineObserver, AutoCloseable {

  public static final long T0 = 1_800_000_000_000L;

  static final JournalConfig JOURNAL =
      new JournalConfig(2 << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofMillis(1));
  private static final long SNAPSHOT_BYTES = 1 << 20;
  private static final JournalConfig SMALL =
      new JournalConfig(640 << 10, 320 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final long SMALL_SNAPSHOT_BYTES = 8 << 10;
  private static final long WAIT_SECONDS = 20;

  public final ManualClock clock;
  public final FaultyStore store;
  public final Views views = new Views();
  public final Engine engine;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final List<String> breaches = new CopyOnWriteArrayList<>();
  private volatile @Nullable Throwable failed;

  private EngineFixture(
      JournalStore journal, EngineConfig config, Limits limits, ManualClock clock) {
    this.clock = clock;
    store = new FaultyStore(journal);
    engine = new Engine(config, store, limits, views, clock, this);
    views.rebuild(store.journal().state(), store.journal().position().sequence(), store.lastMs());
  }

  /** Opens the folder; the loop does not run yet. */
  static EngineFixture closed(Path folder, EngineConfig config, ManualClock clock)
      throws IOException {
    JournalStore journal =
        JournalStore.open(folder, JOURNAL, JournalObserver.NONE, 5, SNAPSHOT_BYTES);
    return new EngineFixture(journal, config, Limits.DEFAULT, clock);
  }

  /** Opens the folder and starts the loop. */
  static EngineFixture started(Path folder, EngineConfig config, ManualClock clock)
      throws IOException {
    EngineFixture service = closed(folder, config, clock);
    service.engine.start();
    return service;
  }

  /** Starts the loop on an empty disk in memory, within these limits. */
  public static EngineFixture started(Limits limits, ManualClock clock) throws IOException {
    GatedDisk disk = new GatedDisk(new FaultyDisk(1));
    JournalStore journal =
        JournalStore.open(disk, SMALL, JournalObserver.NONE, 5, SMALL_SNAPSHOT_BYTES);
    EngineFixture service = new EngineFixture(journal, config(1_000), limits, clock);
    service.engine.start();
    return service;
  }

  /** Opens the folder and starts the loop at {@link #T0}. */
  static EngineFixture started(Path folder) throws IOException {
    return started(folder, config(16), new ManualClock(T0));
  }

  /** A quick tick, small bounds. */
  static EngineConfig config(int inbox) {
    return new EngineConfig(inbox, 4_096, 8_192, 2);
  }

  /** Hands a command in and does not wait. */
  PendingAnswer submit(Command command) {
    PendingAnswer asked = new PendingAnswer(command);
    if (!engine.submit(asked)) throw new AssertionError("refused " + command);
    return asked;
  }

  /** Asks and waits. */
  public Result ask(Command command) throws Exception {
    return submit(command).answer().orElseThrow();
  }

  /** Asks, waits, and expects a result of that type. */
  <T extends Result> T ask(Class<T> type, Command command) throws Exception {
    return type.cast(ask(command));
  }

  /** Sale 1, open now, and offer 1 with that many free units, one each. */
  void coupon(long units) throws Exception {
    ask(new Command.CreateSale("coupons", clock.wallMs() - 1, Long.MAX_VALUE, Entry.OPEN, 0));
    ask(new Command.CreateOffer(1, "coupon", units, 0, 1, 1, 0));
  }

  static Command.Claim claim(long offer, long user) {
    return new Command.Claim(offer, user, 1, null, null);
  }

  /** The offer as readers see it now; there must be one. */
  OfferView offer(long id) {
    return Objects.requireNonNull(views.offer(id));
  }

  /** Waits until something is so, looking whenever a batch is through. */
  public void await(BooleanSupplier wanted) throws InterruptedException {
    long leftNs = TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    lock.lock();
    try {
      while (!wanted.getAsBoolean()) {
        if (leftNs <= 0) throw new AssertionError("it never came about");
        // A part of the state changes without a batch that is told of: look again now and then.
        leftNs -= 5_000_000 - Math.max(0, something.awaitNanos(5_000_000));
      }
    } finally {
      lock.unlock();
    }
  }

  /** What was reported as a breach last. */
  @Nullable String breach() {
    return breaches.isEmpty() ? null : breaches.getLast();
  }

  /** Everything that was reported as a breach. */
  List<String> breaches() {
    return breaches;
  }

  /** What the observer was told of a failure. */
  @Nullable Throwable failed() {
    return failed;
  }

  @Override
  public void deciding(Command command) {
    store.deciding();
  }

  @Override
  public void batch(int requests, int events, long tookNs) {
    wake();
  }

  @Override
  public void breach(String what) {
    breaches.add(what);
    wake();
  }

  @Override
  public void failed(Throwable why) {
    failed = why;
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Stops as an operator would. */
  boolean stop() throws InterruptedException {
    return engine.stop(Duration.ofSeconds(WAIT_SECONDS));
  }

  @Override
  public void close() {
    try {
      if (!stop()) throw new AssertionError("did not stop");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
