package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Retirement;
import io.tidegate.core.Rules;
import io.tidegate.engine.view.Views;
import io.tidegate.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
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
public final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** A batch that is being made durable for longer than this makes the engine not ready. */
  public static final Duration COMMIT_SLOW = Duration.ofSeconds(3);

  private static final long RETIRE_EVERY_MS = 1_000;
  private static final int RETIRE_SLICE = 4_096;

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
  private final Rules rules;
  private final List<DueWork> dueWork;
  private final TickRule idle;
  private final Views views;
  private final EngineTime time;
  private final EngineObserver observer;
  private final Retirement retirement = new Retirement(RETIRE_SLICE);
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
  private long retireAtMs;
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
    if (store.remaining() < Batch.ROOM_FOR_ONE)
      throw new IllegalArgumentException(
          "a batch of the store takes "
              + store.remaining()
              + " bytes, and one command may need "
              + Batch.ROOM_FOR_ONE);
    this.config = config;
    this.store = store;
    this.rules = new Rules(limits);
    this.views = views;
    this.observer = observer;
    // Sales before rooms: units that come back may let a room call.
    dueWork =
        List.of(
            new DueWork("sales", rules::nextDueInSales, observer),
            new DueWork("rooms", rules::nextDueInRooms, observer));
    idle = new TickRule("when something is due", observer);
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
    Batch batch = begin(now);
    for (Command command : commands) {
      if (!batch.hasRoom()) throw new IOException("one record of the journal is too small for it");
      if (batch.decide(command) instanceof Result.Refusal refusal)
        throw new IOException("it was refused: " + refusal);
    }
    commit(batch, now);
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
  public boolean submit(Request request) {
    if (stopping || failure != null || hanging() || !inbox.offer(request)) return false;
    // The loop may have ended in between: then either its last drain answers this one, or we take
    // it back.
    return ended.getCount() > 0 || !inbox.remove(request);
  }

  /** Whether the engine takes requests and can write, and does so in time. Any thread. */
  public boolean ready() {
    return !stopping && failure == null && !diskFull && obstacle == null && !hanging();
  }

  /** Whether a batch is being made durable for longer than {@link #COMMIT_SLOW}. Any thread. */
  public boolean hanging() {
    return committingNs() > COMMIT_SLOW.toNanos();
  }

  /** How long the batch under way is being made durable, ns; 0 if none is. Any thread. */
  public long committingNs() {
    return committing ? Math.max(0, System.nanoTime() - committingSinceNs) : 0;
  }

  /** Why the engine ended, null while it has not failed. Any thread. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** Whether it was its store that failed, and no fault of the program. Any thread. */
  public boolean storeFailed() {
    return failure instanceof IOException;
  }

  /** Whether new work is refused for want of disk space. Any thread. */
  public boolean diskFull() {
    return diskFull;
  }

  /**
   * How far engine time is ahead of the wall clock, ms; below 0 where the wall clock is ahead and
   * not believed yet. Any thread.
   */
  public long clockDistanceMs() {
    return time.distanceMs();
  }

  /**
   * Why new work is refused while the store has neither failed nor run out of space; null if it is
   * not. Any thread.
   */
  public @Nullable String obstacle() {
    return obstacle;
  }

  /** The engine time as of which all views stand: that of the last batch, epoch ms. Any thread. */
  public long viewsAsOfMs() {
    return viewsAsOfMs;
  }

  /** How long ago that was, ns; a tick at most while the engine runs. Any thread. */
  public long viewsAgeNs() {
    return Math.max(0, System.nanoTime() - viewsAtNs);
  }

  /** Requests that wait. Any thread. */
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
    taken.forEach(request -> request.result(null));
    reply(taken);
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
    Batch batch = begin(now);
    more = !batch.sweep(config.sweepMax());
    if (more) {
      commit(batch, now);
      observer.batch(0, batch.events(), System.nanoTime() - startNs);
      return;
    }
    int decided = 0;
    while (decided < taken.size() && batch.hasRoom()) {
      Request request = taken.get(decided++);
      observer.deciding(request.command());
      request.result(batch.decide(request.command()));
    }
    more = !batch.sweep(config.sweepMax());
    retire(batch, now.ms());
    commit(batch, now);
    reply(taken.subList(0, decided));
    if (decided > 0 || batch.events() > 0)
      observer.batch(decided, batch.events(), System.nanoTime() - startNs);
  }

  private Batch begin(Now now) throws IOException {
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
    String full = diskFull ? "disk" : writable ? null : "storage";
    return new Batch(rules, dueWork, store, views, observer, store.state(), now, full);
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

  private void commit(Batch batch, Now now) throws IOException {
    long sequence = durable(now);
    views.publish(batch.state(), sequence, now.ms());
    viewsAsOfMs = now.ms();
    viewsAtNs = System.nanoTime();
    Long untilDueMs = idle.ask(() -> rules.idleMs(batch.state(), now));
    // What is due and does not happen, say on a full disk, is looked at again a tick later.
    idleMs = untilDueMs == null || untilDueMs <= 0 ? config.tickMs() : untilDueMs;
    if (!diskFull && obstacle == null)
      signs.served(batch.state().anybodyLives() ? time.sign(now) : null);
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

  private void retire(Batch batch, long nowMs) {
    if (nowMs < retireAtMs || diskFull || obstacle != null || !batch.hasRoom()) return;
    retireAtMs = nowMs + RETIRE_EVERY_MS;
    retire(batch, () -> retirement.nextKeys(batch.state(), nowMs));
    retire(batch, () -> retirement.nextClaims(batch.state(), nowMs));
    retire(batch, () -> retirement.nextSales(batch.state(), nowMs));
    retire(batch, () -> retirement.nextRooms(batch.state(), nowMs));
  }

  /** What keeps rows in memory must not end the loop: the slice is passed over. */
  private static void retire(Batch batch, Supplier<@Nullable Event> next) {
    if (!batch.hasRoom()) return;
    Event event = null;
    try {
      event = next.get();
    } catch (RuntimeException e) {
      LOG.error(
          "The rule that removes rows from memory failed; the rows stay, and the rest goes on.", e);
    }
    if (event != null) batch.record(event);
  }

  /** One task a reply sink, however many requests: handing over costs more than deciding. */
  private void reply(List<Request> decided) {
    if (decided.isEmpty()) return;
    IdentityHashMap<ReplySink, List<Request>> bySink = new IdentityHashMap<>();
    for (Request request : decided) {
      bySink.computeIfAbsent(request.replySink(), _ -> new ArrayList<>()).add(request);
    }
    decided.clear();
    bySink.forEach(Engine::deliver);
  }

  /** A reply sink that throws has lost its thread and its connections; the others have not. */
  private static void deliver(ReplySink replySink, List<Request> answered) {
    try {
      replySink.deliver(answered);
    } catch (RuntimeException e) {
      LOG.error("{} answers could not be handed over.", answered.size(), e);
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
