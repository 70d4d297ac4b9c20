package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Leader;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.engine.view.Views;
import io.tidegate.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the writing side of one store, on the thread {@code loop}. There are no locks; requests come
 * in through {@link #submit} alone.
 *
 * <h2>The batch is the transaction</h2>
 *
 * The loop takes all requests that arrived while the last commit was running. First it applies what
 * has become due; then it decides the commands in their order of arrival, and applies each before
 * the next. The store makes all events durable in one step; only then are views published and
 * replies sent. So one force of the disk serves hundreds of claims, and nothing is visible before
 * it is durable.
 *
 * <h2>When the store fails, or hangs</h2>
 *
 * After a failure the memory may hold what the disk does not. So the loop ends, the requests of the
 * batch come back without a result, and all later ones are refused until the process has started
 * again.
 *
 * <p>It is the same after an error in applying an event or in publishing a view, where the state
 * may be half changed; but then the disk is not to blame, and {@link #storeFailed} says so.
 *
 * <p>While a disk does not answer, nothing has failed, and nobody knows how it will end: the batch
 * waits. Meanwhile the engine says that it is not ready, and new requests are refused at once.
 */
public final class Engine implements CommandPort {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** A batch that is being made durable for longer than this makes the engine not ready. */
  public static final Duration COMMIT_SLOW = Duration.ofSeconds(3);

  /**
   * Batches begin at least this far apart. A batch of one costs a force of the disk and two threads
   * woken, as a batch of a hundred does: at half load that is a quarter of the loop's CPU and four
   * fifths of the journal's bytes, for a wait that nobody notices.
   */
  private static final long BATCH_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(250);

  /** Nobody was served for longer than this: it counts as an outage. */
  private static final long STALL_NS = TimeUnit.SECONDS.toNanos(2);

  private final EngineConfig config;
  private final Store store;
  private final Decider decider;
  private final Views views;
  private final EngineTime time;
  private final EngineObserver observer;
  private final ArrayBlockingQueue<Request> inbox;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final UUID instance = UUID.randomUUID();
  private final LifeSignWriter signs;
  private final List<Request> taken = new ArrayList<>();
  private volatile boolean stopping;
  private volatile @Nullable Throwable failure;
  private volatile boolean diskFull;
  private volatile @Nullable String obstacle;

  // When the commit that is under way began, by System.nanoTime(), and whether one is.
  private volatile long committingSinceNs;
  private volatile boolean committing;

  // When views were published last: engine time, and by System.nanoTime().
  private volatile long viewsAsOfMs;
  private volatile long viewsAtNs;
  private volatile long viewsSequence;
  private long idleMs;
  private boolean more;
  private long turnNs;
  private boolean leading;
  private boolean jumped;
  private long servedMs;
  private long servedNs;

  /**
   * @param views already rebuilt from the store's state
   * @throws IllegalArgumentException if the store's batches are too small for one command
   */
  public Engine(
      EngineConfig config,
      Store store,
      Limits limits,
      Views views,
      EngineClock clock,
      EngineObserver observer) {
    // Such a store would never have room for a command, and nobody would ever be answered.
    if (store.remaining() < Decider.BATCH_BYTES_LEAST)
      throw new IllegalArgumentException(
          "a batch of the store takes "
              + store.remaining()
              + " bytes, and one command may need "
              + Decider.BATCH_BYTES_LEAST);
    this.config = config;
    this.store = store;
    this.views = views;
    this.observer = observer;
    this.decider = new Decider(config, limits, views, observer);
    time = new EngineTime(clock, store.lastMs(), store.lastSign());
    servedMs = time.startMs();
    viewsAsOfMs = time.startMs();
    viewsAtNs = System.nanoTime();
    signs = new LifeSignWriter(store);
    inbox = new ArrayBlockingQueue<>(config.inbox());
  }

  /**
   * Decides commands in one batch of their own before the loop starts: whatever happens, all of
   * them took effect or none did. Neither the inbox nor the batch's bound counts here.
   *
   * @throws IOException if one is refused, one batch cannot take them all, or the store fails; then
   *     nothing took effect, and store and engine are only good for closing
   */
  public void fill(List<Command> commands) throws IOException {
    Now now = time.read();
    begin(now);
    Batch batch = decider.begin(store.state(), store, now, full());
    for (Command command : commands) {
      if (!batch.hasRoom()) throw new IOException("one record of the journal is too small for it");
      if (batch.decide(command) instanceof Result.Refusal refusal)
        throw new IOException("it was refused: " + refusal);
    }
    commit(now);
    observer.batch(commands.size(), batch.events(), 0);
  }

  /** Starts the loop's thread. */
  public void start() {
    Thread.ofPlatform().name("loop").start(this::run);
    signs.start();
  }

  /**
   * Hands a request to the loop. Any thread.
   *
   * @return false if the inbox is full, the engine is stopping, has failed or hangs: the caller
   *     sheds the request, it does not wait
   */
  @Override
  public boolean submit(Request request) {
    if (stopping || failure != null || hanging() || !inbox.offer(request)) return false;
    // The loop may have ended in between: then either its last drain answers this one, or we take
    // it back.
    return ended.getCount() > 0 || !inbox.remove(request);
  }

  /** Whether the engine takes requests and can write, and does so in time. Any thread. */
  @Override
  public boolean ready() {
    return !stopping && failure == null && !diskFull && obstacle == null && !hanging();
  }

  /** Whether a batch is being made durable for longer than {@link #COMMIT_SLOW}. Any thread. */
  public boolean hanging() {
    return committingNs() > COMMIT_SLOW.toNanos();
  }

  /** How long the batch under way is being made durable, ns; 0 if none is. Any thread. */
  @Override
  public long committingNs() {
    return committing ? Math.max(0, System.nanoTime() - committingSinceNs) : 0;
  }

  /** Why the engine ended, null while it has not failed. Any thread. */
  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Whether it was its store that failed, and no fault of the program. Any thread. */
  public boolean storeFailed() {
    return failure instanceof IOException;
  }

  /** Whether new work is refused for want of disk space. Any thread. */
  @Override
  public boolean diskFull() {
    return diskFull;
  }

  /**
   * How far engine time is ahead of the wall clock, ms; below 0 where the wall clock is ahead and
   * not believed yet. Any thread.
   */
  @Override
  public long clockDistanceMs() {
    return time.distanceMs();
  }

  /**
   * Why new work is refused while the store has neither failed nor run out of space; null if it is
   * not. Any thread.
   */
  @Override
  public @Nullable String obstacle() {
    return obstacle;
  }

  /** The engine time as of which all views stand: that of the last batch, epoch ms. Any thread. */
  @Override
  public long viewsAsOfMs() {
    return viewsAsOfMs;
  }

  /** How long ago that was, ns; a tick at most while the engine runs. Any thread. */
  @Override
  public long viewsAgeNs() {
    return Math.max(0, System.nanoTime() - viewsAtNs);
  }

  /** Sequence of the last record that the views hold. Any thread. */
  @Override
  public long viewsSequence() {
    return viewsSequence;
  }

  /** Requests that wait. Any thread. */
  @Override
  public int inboxDepth() {
    return inbox.size();
  }

  /**
   * Takes no more requests, answers those taken, and closes the store with a closing record.
   *
   * @return false if that took longer than the bound; the process may end all the same, and
   *     recovery finds what was answered
   */
  public boolean stop(Duration bound) throws InterruptedException {
    stopping = true;
    return ended.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Waits until the loop is over: it was stopped, and the store is closed; or it failed, and
   * everything that waited has been handed back.
   *
   * @return why it failed; null if it was stopped
   */
  public @Nullable Throwable awaitEnd() throws InterruptedException {
    over.await();
    return failure;
  }

  private void run() {
    try {
      turnNs = System.nanoTime();
      while (!stopping || !inbox.isEmpty() || !taken.isEmpty()) {
        take();
        turn();
      }
      turn();
      Now now = time.read();
      signs.stop(leading ? time.sign(now) : null);
      store.stop(now.ms());
    } catch (Throwable e) {
      fail(e);
    } finally {
      signs.stop(null);
      ended.countDown();
      refuseLeftOver();
      over.countDown();
    }
  }

  private void refuseLeftOver() {
    inbox.drainTo(taken);
    Replies.refuse(taken);
    taken.clear();
  }

  /** Takes what arrived; waits for the first only if nothing was carried over. */
  private void take() {
    if (!more && taken.isEmpty() && inbox.isEmpty()) {
      Request first = await();
      if (first != null) taken.add(first);
    }
    if (!more) awaitInterval();
    inbox.drainTo(taken, config.batchMax() - taken.size());
  }

  private @Nullable Request await() {
    try {
      return inbox.poll(untilNextDue(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread on purpose: an interrupt would close the journal's channel.
      LOG.warn("The loop's thread was interrupted; ignored.");
      return null;
    }
  }

  private void awaitInterval() {
    long waitNs = turnNs + BATCH_INTERVAL_NS - System.nanoTime();
    if (waitNs > 0) LockSupport.parkNanos(this, waitNs);
  }

  private long untilNextDue() {
    if (stopping) return 1;
    return Math.clamp(idleMs, 1, config.tickMs());
  }

  private void turn() throws IOException {
    long startNs = System.nanoTime();
    turnNs = startNs;
    Now now = time.read();
    begin(now);
    Decider.Turn turn = decider.turn(store.state(), store, now, taken, full());
    more = turn.more();
    commit(now);
    List<Request> answered = taken.subList(0, turn.decided());
    Replies.deliver(answered);
    answered.clear();
    if (turn.decided() > 0 || turn.events() > 0)
      observer.batch(turn.decided(), turn.events(), System.nanoTime() - startNs);
  }

  private void begin(Now now) throws IOException {
    jumped |= time.jumped();
    boolean writable = store.begin();
    if (writable && outage()) {
      lead(now);
      writable = store.begin();
    }
    if (writable) {
      servedMs = now.ms();
      servedNs = System.nanoTime();
    }
    note(writable, writable ? null : store.obstacle());
  }

  /** What is in the way of writing, as a result names it; null if nothing is. */
  private @Nullable String full() {
    if (diskFull) return "disk";
    return obstacle == null ? null : "storage";
  }

  private void note(boolean writable, @Nullable String why) {
    boolean was = !diskFull && obstacle == null;
    diskFull = !writable && why == null;
    obstacle = why;
    if (was == writable) return;
    if (writable) LOG.warn("The journal can be written again.");
    else
      LOG.error(
          "{}: reads go on, changes are refused, what was answered is kept.",
          why == null ? "No room on the disk for the journal" : why);
  }

  /**
   * Whether time passed in which nobody was served: before this process led, in a jump of engine
   * time, or because the loop or its disk stood still. Measured by the real clock: what engine time
   * says of it is what people may have lost.
   */
  private boolean outage() {
    return !leading || jumped || System.nanoTime() - servedNs > STALL_NS;
  }

  private void lead(Now now) throws IOException {
    boolean lost = servedMs > 0 && servedMs < now.ms();
    long term = store.state().term() + (leading ? 0 : 1);
    Leader leader =
        new Leader(term, instance, "", store.home(), lost ? servedMs : 0, lost ? now.ms() : 0);
    watchDisk();
    try {
      store.lead(leader, now.ms());
    } finally {
      committing = false;
    }
    LOG.info(
        "Leads in term {}. Nobody was served for {} ms before; people's deadlines moved by that time.",
        term,
        leader.outageMs());
    leading = true;
    jumped = false;
    signs.written(time.sign(now));
  }

  private void commit(Now now) throws IOException {
    long sequence = durable(now);
    views.publish(store.state(), sequence, now.ms());
    viewsSequence = sequence;
    viewsAsOfMs = now.ms();
    viewsAtNs = System.nanoTime();
    idleMs = decider.idleMs(store.state(), now);
    if (full() == null) signs.served(store.state().anybodyLives() ? time.sign(now) : null);
  }

  /** From here on {@link #committingNs} counts, until {@code committing} is over. */
  private void watchDisk() {
    committingSinceNs = System.nanoTime();
    committing = true;
  }

  private long durable(Now now) throws IOException {
    watchDisk();
    try {
      return store.commit(now.ms(), now.lagSeconds());
    } finally {
      committing = false;
    }
  }

  private void fail(Throwable why) {
    failure = why;
    LOG.error(
        "{}; nothing more is promised until the service has started again.",
        storeFailed() ? "The store failed" : "A fault of the program ended the loop",
        why);
    observer.failed(why);
    // Before the store is closed, which may wait for a disk that hangs.
    refuseLeftOver();
    over.countDown();
    try {
      store.close();
    } catch (IOException e) {
      LOG.warn("Closing the store failed too: {}", e.toString());
    }
  }
}
