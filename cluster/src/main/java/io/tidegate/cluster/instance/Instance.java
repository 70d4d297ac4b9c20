package io.tidegate.cluster.instance;

import io.tidegate.cluster.Action;
import io.tidegate.cluster.ClockReading;
import io.tidegate.cluster.Input;
import io.tidegate.cluster.InstanceRecords;
import io.tidegate.cluster.Takeover;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.core.State;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.Request;
import io.tidegate.engine.view.Views;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.home.Member;
import io.tidegate.store.home.SharedHome;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.SignResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of several on one log. It owns a replica of the state on the thread {@code loop};
 * requests come in through {@link #submit} alone.
 *
 * <pre>
 *   submit ──▶ inbox ──▶ loop: leading?  decide ──▶ append ──▶ it counts ──▶ publish, push, answer
 *                               following? answer from the replica, or forward to whoever leads
 *   log-reader, log-writer, links ──▶ tasks ──▶ loop: Takeover ──▶ actions
 * </pre>
 *
 * The loop never waits for the home: a batch that was sent is waited for by taking the next inputs,
 * and until it counts nothing else is decided. {@link Takeover} says what to do; this class and
 * {@link Leading} carry it out.
 *
 * <h2>When the home is gone</h2>
 *
 * Nothing is decided without it. After 2 s whoever led stands down, and what waits is told to come
 * back. The instance lives on and follows what its home says once it is there again. Only what a
 * person must look at ends that: damage, another history, or a record of a newer version. Then the
 * instance refuses commands, says why ({@link #obstacle}), and shows what it has.
 */
public final class Instance implements CommandPort {
  private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

  private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(25);

  /** Views older than this make an instance not ready. */
  private static final long STALE_NS = TimeUnit.SECONDS.toNanos(2);

  private static final int TASKS = 16_384;

  // Whether the loop is parked, and what wakes it.
  private static final int NOT_PARKED = 0;
  private static final int FOR_TASKS = 1;
  private static final int FOR_ALL = 2;

  private final InstanceConfig config;
  private final UUID id = UUID.randomUUID();
  private final SharedHome home;
  private final EngineClock clock;
  private final Views views;
  private final Takeover machine;
  private final HomeClient log;
  private final Peers peers;
  private final Leading leading;
  private final Following following;
  private final Neighbours neighbours;
  private final Snapshotting snapshots;
  private final MemberBeat members;
  private final ArrayBlockingQueue<Request> inbox;
  private final ArrayBlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(TASKS);
  private final Thread thread;
  private final CountDownLatch handedOver = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  private volatile int parked;
  private volatile boolean stopping;
  private volatile boolean ending;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable String obstacle;
  private volatile Standing standing;
  private volatile String http = "";
  private long tickNs;
  private LogPosition applied;

  /**
   * How the instance stands, as other threads may see it.
   *
   * @param role of the machine
   * @param term the highest that was read
   * @param end behind the last record that is applied
   * @param leader the instance that leads as far as this one knows; null if it knows of none
   * @param asOfMs engine time of the views, epoch ms
   * @param asOfNs when that was so, by {@link System#nanoTime()}
   */
  public record Standing(
      Takeover.Role role,
      long term,
      LogPosition end,
      @Nullable UUID leader,
      long asOfMs,
      long asOfNs) {}

  private Instance(
      InstanceConfig config,
      SharedHome home,
      Restorer.Restored start,
      Views views,
      EngineClock clock,
      EngineObserver observer,
      PeerFactory peering) {
    this.config = config;
    this.home = home;
    this.clock = clock;
    this.views = views;
    LogPosition at = start.at();
    applied = at;
    var identity = home.log().identity();
    machine =
        new Takeover(
            config.takeover(),
            identity,
            new InstanceRecords(identity, id, config.address()),
            at,
            start.state().term());
    standing = new Standing(Takeover.Role.FOLLOWING, 0, at, null, at.timeMs(), System.nanoTime());
    log = new HomeClient(home.log(), clock, (input, begunNs) -> task(() -> heard(input, begunNs)));
    peers = peering.connect(id, config, new FromPeers(this));
    int batchBytes = Math.min(config.batchBytesMax(), home.log().recordBytesMax());
    BatchRecord batch = new BatchRecord(identity, batchBytes);
    leading = new Leading(config, id, home.name(), views, clock, observer, batch, this::feed);
    following =
        new Following(views, leading.decider(), new Forwarding(peers, config.engine().inbox()));
    snapshots = new Snapshotting(home, config.snapshotBytes(), this::task);
    members = new MemberBeat(home.members(), this::self, this::met);
    inbox = new ArrayBlockingQueue<>(config.engine().inbox());
    neighbours = new Neighbours(peers, machine, this::feed, leading, following, inbox);
    thread = Thread.ofPlatform().name("loop").unstarted(this::run);
    replica(start.state(), 0);
  }

  /** Makes the ways to the other instances. */
  @FunctionalInterface
  public interface PeerFactory {
    /** Ways of that instance, on which what its peers say goes to that receiver. */
    Peers connect(UUID instance, InstanceConfig config, Peers.Receiver receiver);
  }

  /** For an instance that has no others. */
  public static final PeerFactory ALONE = (_, _, _) -> Peers.NONE;

  /**
   * Reads the log to its end; the instance does not run yet.
   *
   * @param views are filled
   * @throws IOException if the home cannot be read, or must not be used; the message says why
   */
  public static Instance open(
      InstanceConfig config,
      SharedHome home,
      Views views,
      EngineClock clock,
      EngineObserver observer,
      PeerFactory peers)
      throws IOException {
    Restorer.Restored start = Restorer.restore(home);
    views.rebuild(start.state(), start.at().sequence(), start.at().timeMs());
    return new Instance(config, home, start, views, clock, observer, peers);
  }

  /** Where it serves HTTP, {@code host:port}, for whoever looks for it; before it starts. */
  public void servedAt(String hostAndPort) {
    http = hostAndPort;
  }

  /** Starts to follow, and to lead where nobody does. */
  public void start() {
    thread.start();
    members.start();
  }

  // What other threads ask.

  @Override
  public boolean submit(Request request) {
    if (failure != null || ending || obstacle != null || !inbox.offer(request)) return false;
    wake(FOR_ALL);
    // The loop may have ended in between: then either its last drain answers this one, or we take
    // it back.
    return over.getCount() > 0 || !inbox.remove(request);
  }

  @Override
  public boolean ready() {
    return !stopping && failure == null && obstacle == null && viewsAgeNs() <= STALE_NS;
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public boolean diskFull() {
    return false;
  }

  @Override
  public @Nullable String obstacle() {
    return obstacle;
  }

  @Override
  public long committingNs() {
    return leading.committingNs();
  }

  @Override
  public long clockDistanceMs() {
    return leading.clockDistanceMs();
  }

  @Override
  public long viewsAsOfMs() {
    return standing.asOfMs();
  }

  @Override
  public long viewsAgeNs() {
    return Math.max(0, System.nanoTime() - standing.asOfNs());
  }

  @Override
  public long viewsSequence() {
    return standing.end().sequence();
  }

  @Override
  public boolean replicated() {
    return true;
  }

  @Override
  public int inboxDepth() {
    return inbox.size();
  }

  /** Which process this is; another one at each start. */
  public UUID id() {
    return id;
  }

  /** How it stands. Any thread. */
  public Standing standing() {
    return standing;
  }

  /** Whether it decides commands. Any thread. */
  public boolean leads() {
    return leading.isDeciding();
  }

  /** Whether it can send commands to whoever leads. Any thread. */
  public boolean reachesLeader() {
    UUID leader = standing.leader();
    return leader != null && (leader.equals(id) || peers.reaches(leader));
  }

  /** Commands that it sent to a leader so far. Any thread; may be old. */
  public long forwarded() {
    return following.forwarded();
  }

  /** The home it shares. */
  public SharedHome home() {
    return home;
  }

  // Its end.

  /**
   * Leads no more, and never again: it decides what it took, writes a closing record, and forwards
   * what comes from then on.
   *
   * @return false if that took longer than the bound; somebody else then takes over by suspicion
   */
  public boolean handOver(Duration bound) throws InterruptedException {
    stopping = true;
    task(() -> feed(new Input.HandOver()));
    return handedOver.await(bound.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Hands over, refuses what still waits, and ends.
   *
   * @return false if the hand-over took longer than the bound
   */
  public boolean stop(Duration bound) throws InterruptedException {
    boolean handed = handOver(bound);
    ending = true;
    wake(FOR_TASKS);
    over.await(bound.toMillis(), TimeUnit.MILLISECONDS);
    members.close(id);
    return handed;
  }

  /**
   * Waits until the loop is over.
   *
   * @return the fault that ended it; null if it was stopped
   */
  public @Nullable Throwable awaitEnd() throws InterruptedException {
    over.await();
    return failure;
  }

  // The loop.

  private void run() {
    try {
      feed(new Input.Connected(home.log().identity()));
      while (!ending) {
        runTasks();
        neighbours.deliver();
        tick();
        if (!work()) await();
      }
    } catch (Throwable e) {
      failure = e;
      LOG.error("A fault of the program ended the loop.", e);
    } finally {
      end();
    }
  }

  private void end() {
    List<Request> left = new ArrayList<>();
    inbox.drainTo(left);
    left.forEach(following::take);
    over.countDown();
    inbox.drainTo(left);
    leading.close();
    following.close();
    peers.close();
    log.close();
    snapshots.close();
    handedOver.countDown();
  }

  private void runTasks() {
    for (int i = 0; i < TASKS; i++) {
      Runnable task = tasks.poll();
      if (task == null) return;
      task.run();
    }
  }

  private void tick() {
    long nowNs = System.nanoTime();
    if (nowNs - tickNs < TICK_NS) return;
    tickNs = nowNs;
    feed(new Input.Tick());
    following.expire(nowNs);
  }

  private boolean work() {
    if (leading.isDeciding()) {
      following.takeBack().forEach(leading::take);
      return leading.turn(inbox);
    }
    return following.turn(inbox, standing, !restoring());
  }

  private boolean restoring() {
    return machine.role() == Takeover.Role.RESTORING;
  }

  private void await() {
    // While it leads, requests wait for the end of the batch or of the interval: they wake nobody.
    boolean batching = leading.isDeciding() && (leading.isWaiting() || !inbox.isEmpty());
    long waitNs = leading.isDeciding() ? Math.min(TICK_NS, leading.idleNs(inbox)) : TICK_NS;
    parked = batching ? FOR_TASKS : FOR_ALL;
    boolean nothing = tasks.isEmpty() && (batching || inbox.isEmpty());
    if (waitNs > 0 && nothing && !ending) LockSupport.parkNanos(this, waitNs);
    parked = NOT_PARKED;
  }

  private void wake(int atLeast) {
    if (parked >= atLeast) LockSupport.unpark(thread);
  }

  /** Hands a task to the loop; waits while there are too many. Any thread but the loop's. */
  void task(Runnable task) {
    try {
      while (!tasks.offer(task, 100, TimeUnit.MILLISECONDS)) if (over.getCount() == 0) return;
      wake(FOR_TASKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The machine.

  private void heard(Input input, long begunNs) {
    feed(input);
    boolean fresh =
        switch (input) {
          case Input.Page page -> page.end().sequence() == machine.end().sequence();
          case Input.SignDone sign -> sign.result() == SignResult.COUNTED;
          case Input.AppendDone append -> append.result() instanceof AppendResult.Appended;
          default -> false;
        };
    if (fresh) fresh(begunNs);
  }

  void feed(Input input) {
    ClockReading now = new ClockReading(clock.monotonicNs() / 1_000_000, clock.wallMs());
    Takeover.Role before = machine.role();
    for (Action action : machine.on(input, now)) carryOut(action);
    if (machine.role() != before) LOG.info("{}: {} after {}.", config.name(), machine, before);
    if (machine.role() != standing.role()) stands(standing.asOfMs(), standing.asOfNs());
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.Read read -> log.read(read);
      case Action.Append append -> log.append(append);
      case Action.Sign sign -> log.sign(sign);
      case Action.AskPeers() -> peers.toAll(new Frame.EndRequest(0));
      case Action.Apply(LogRecord record) -> apply(record);
      case Action.Publish(LogRecord record) -> publish(record);
      case Action.Lead(long term) -> lead(term);
      case Action.StopDeciding(String why) -> stopDeciding(why);
      case Action.Release(long batch) -> leading.release(batch);
      case Action.Refuse(long batch) -> leading.refuse(batch);
      case Action.Push(LogRecord record) -> peers.push(record);
      case Action.Discard() -> discard();
      case Action.HandedOver() -> handedOver.countDown();
      case Action.Halt(String why) -> halt(why);
    }
  }

  private void apply(LogRecord record) {
    if (obstacle != null) return;
    try {
      following.apply(record);
    } catch (IOException e) {
      feed(new Input.Refused(String.valueOf(e.getMessage())));
      return;
    }
    if (record.kind() == RecordKind.LEADER)
      following.leader(LeaderCodec.read(record.body()).instance());
    if (record.kind() == RecordKind.CLOSING) following.leader(null);
    counted(record);
  }

  private void publish(LogRecord record) {
    views.publish(leading.state(), record.sequence(), record.timeMs());
    counted(record);
  }

  private void counted(LogRecord record) {
    applied = record.position();
    leading.counted(applied);
    stands(Math.max(record.timeMs(), standing.asOfMs()), System.nanoTime());
    boolean still = !leading.isWaiting() && !restoring() && obstacle == null;
    boolean mine = members.isFirstBut(following.leader(), id);
    snapshots.grew(record.size(), still && mine, leading.state(), record.position());
  }

  /** What is shown was all there was at that time. */
  private void fresh(long ns) {
    if (ns - standing.asOfNs() < 0) return;
    long agoMs = Math.max(0, System.nanoTime() - ns) / 1_000_000;
    long asOfMs = leading.isDeciding() ? leading.nowMs() : clock.wallMs() - agoMs;
    stands(Math.max(Math.max(asOfMs, machine.end().timeMs()), standing.asOfMs()), ns);
  }

  private void stands(long asOfMs, long asOfNs) {
    standing =
        new Standing(machine.role(), machine.term(), applied, following.leader(), asOfMs, asOfNs);
  }

  private void lead(long term) {
    following.leader(id);
    leading.lead(term, machine.end());
    peers.toAll(new Frame.Role(term, id, true));
    LOG.info(
        "{} leads in term {}, behind record {}.", config.name(), term, machine.end().sequence());
  }

  private void stopDeciding(String why) {
    LOG.info("{} leads no more: {}.", config.name(), why);
    if (id.equals(following.leader())) following.leader(null);
    leading.stopDeciding().forEach(following::take);
    peers.toAll(new Frame.Role(machine.term(), null, false));
  }

  private void discard() {
    LOG.warn("{} holds a batch that does not count; its state is made anew.", config.name());
    long published = standing.end().sequence();
    Thread.ofPlatform().daemon().name("restore").start(() -> restore(published));
  }

  private void restore(long published) {
    while (over.getCount() > 0) {
      try {
        Restorer.Restored made = Restorer.restore(home);
        task(() -> {
          replica(made.state(), published);
          if (made.at().sequence() >= published)
            views.rebuild(made.state(), made.at().sequence(), made.at().timeMs());
          feed(new Input.Restored(made.at(), made.state().term()));
        });
        return;
      } catch (IOException e) {
        LOG.warn("The state cannot be made anew yet: {}", e.toString());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      }
    }
  }

  private void replica(State state, long published) {
    leading.state(state);
    following.state(state, published);
  }

  private void halt(String why) {
    obstacle = why;
    LOG.error("{} has stopped, a person must look at it: {}", config.name(), why);
    leading.stopDeciding().forEach(following::take);
    handedOver.countDown();
  }

  // The others.

  Neighbours neighbours() {
    return neighbours;
  }

  LogPosition highest() {
    return machine.highest();
  }

  private Member self() {
    Standing now = standing;
    String role = now.role().name().toLowerCase(Locale.ROOT);
    return new Member(
        id, config.name(), config.address(), http, role, config.version(), now.end().sequence(), 0);
  }

  private void met(List<Member> listed) {
    List<Member> others = listed.stream().filter(one -> !one.instance().equals(id)).toList();
    task(() -> neighbours.met(others));
  }

  /** Who shares the home, this one among them, as it said last. Any thread. */
  public List<Member> members() {
    return members.listed();
  }
}
