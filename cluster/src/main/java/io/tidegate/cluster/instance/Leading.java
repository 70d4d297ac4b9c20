package io.tidegate.cluster.instance;

import io.tidegate.cluster.Input;
import io.tidegate.core.Command;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import io.tidegate.core.State;
import io.tidegate.engine.Decider;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.EngineTime;
import io.tidegate.engine.Replies;
import io.tidegate.engine.Request;
import io.tidegate.engine.view.Views;
import io.tidegate.store.log.LogPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an instance does while it leads: it decides batches, one at a time, and keeps their answers
 * until the takeover machine lets them go. The loop's thread, except where it says otherwise.
 */
final class Leading {
  private static final Logger LOG = LoggerFactory.getLogger(Leading.class);

  /** Batches begin at least this far apart, as in the engine of one machine. */
  private static final long BATCH_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(250);

  /** Nobody was served for longer than this: it counts as an outage. */
  private static final long STALL_NS = TimeUnit.SECONDS.toNanos(2);

  private final InstanceConfig config;
  private final UUID instance;
  private final String home;
  private final EngineClock clock;
  private final EngineObserver observer;
  private final Decider decider;
  private final BatchRecord batch;
  private final Consumer<Input> machine;
  private final List<Request> taken = new ArrayList<>();
  private final List<Request> founding = new ArrayList<>();
  private final Map<Long, List<Request>> undelivered = new HashMap<>();
  private State state = new State(0);
  private @Nullable EngineTime time;
  private LogPosition end = new LogPosition(0, 0, "");
  private long term;
  private long ids;
  private long waitingFor;
  private int answersWaiting;
  private boolean more;
  private long turnNs;
  private long dueNs;
  private long nowMs;
  private long servedMs;
  private long servedNs;
  private volatile boolean deciding;
  private volatile long sentNs;
  private volatile long distanceMs;

  /**
   * @param machine takes batches and answers
   */
  Leading(
      InstanceConfig config,
      UUID instance,
      String home,
      Views views,
      EngineClock clock,
      EngineObserver observer,
      BatchRecord batch,
      Consumer<Input> machine) {
    this.config = config;
    this.instance = instance;
    this.home = home;
    this.clock = clock;
    this.observer = observer;
    this.batch = batch;
    this.machine = machine;
    decider = new Decider(config.engine(), config.limits(), views, observer);
  }

  Decider decider() {
    return decider;
  }

  /** Whether commands are decided here. Any thread. */
  boolean isDeciding() {
    return deciding;
  }

  /**
   * Whether nothing is decided now: until the batch under way counts, or, where as many answers
   * wait for a sign as may, until it was given.
   */
  boolean isWaiting() {
    return waitingFor != 0 || answersWaiting >= config.engine().inbox();
  }

  /** How long the batch under way is being made durable, ns; 0 if none is. Any thread. */
  long committingNs() {
    long since = sentNs;
    return since == 0 ? 0 : Math.max(1, System.nanoTime() - since);
  }

  /** How far engine time was ahead of the wall clock at the last turn, ms. Any thread. */
  long clockDistanceMs() {
    return distanceMs;
  }

  /** Engine time of the last turn, epoch ms. */
  long nowMs() {
    return nowMs;
  }

  State state() {
    return state;
  }

  /** Decides on that state from now on. */
  void state(State other) {
    state = other;
  }

  /** The instance leads: its leader record is the end of the log. */
  void lead(long term, LogPosition end) {
    this.term = term;
    this.end = end;
    EngineTime fresh = EngineTime.ofLeader(clock, end.timeMs());
    time = fresh;
    servedMs = end.timeMs();
    servedNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(sinceMs(end.timeMs()));
    waitingFor = 0;
    more = false;
    dueNs = System.nanoTime();
    deciding = true;
    if (end.sequence() == 1) found();
  }

  private long sinceMs(long timeMs) {
    return Math.max(0, clock.wallMs() - timeMs);
  }

  /** Nobody was here before: a batch of its own makes what every instance then finds. */
  private void found() {
    for (Command command : config.founding())
      founding.add(new Request(command, answered -> answered.forEach(Leading::founded)) {});
  }

  private static void founded(Request request) {
    LOG.debug("{}: {}", request.command().getClass().getSimpleName(), request.result());
  }

  /** Decides no more; gives back what it had taken and not decided. */
  List<Request> stopDeciding() {
    deciding = false;
    time = null;
    List<Request> back = List.copyOf(taken);
    taken.clear();
    founding.clear();
    return back;
  }

  /** Takes a request that came another way than by the inbox. */
  void take(Request request) {
    taken.add(request);
  }

  /** How many more requests fit, those in the inbox counted. */
  int room(Queue<Request> inbox) {
    return config.engine().inbox() - taken.size() - inbox.size() - answersWaiting;
  }

  /** How long there is nothing to do, ns; 0 or less if there is. */
  long idleNs(Queue<Request> inbox) {
    if (isWaiting()) return Long.MAX_VALUE;
    long nowNs = System.nanoTime();
    boolean wanted = more || !founding.isEmpty() || !taken.isEmpty() || !inbox.isEmpty();
    return (wanted ? turnNs + BATCH_INTERVAL_NS : dueNs) - nowNs;
  }

  /**
   * Decides the next batch, if there is one.
   *
   * @return whether anything was done
   */
  boolean turn(Queue<Request> inbox) {
    EngineTime clocks = time;
    if (clocks == null || isWaiting() || idleNs(inbox) > 0) return false;
    long startNs = System.nanoTime();
    turnNs = startNs;
    Now now = clocks.read();
    nowMs = now.ms();
    distanceMs = clocks.distanceMs();
    if (clocks.jumped() || startNs - servedNs > STALL_NS) giveBack(now);
    else decide(inbox, now, startNs);
    servedMs = now.ms();
    servedNs = startNs;
    return true;
  }

  /** Time passed in which nobody was served: a record of its own moves people's deadlines. */
  private void giveBack(Now now) {
    boolean lost = servedMs > 0 && servedMs < now.ms();
    Leader leader =
        new Leader(
            term, instance, config.address(), home, lost ? servedMs : 0, lost ? now.ms() : 0);
    state.lead(leader);
    LOG.info(
        "Nobody was served for {} ms; people's deadlines moved by that time.", leader.outageMs());
    waitFor(++ids);
    machine.accept(new Input.Batch(waitingFor, batch.leader(end, leader, now)));
  }

  private void decide(Queue<Request> inbox, Now now, long startNs) {
    // What is founded opens with the next batch: whoever waits already is decided after that.
    boolean founds = !founding.isEmpty();
    List<Request> waiting = founds ? founding : taken;
    while (!founds && taken.size() < config.engine().batchMax()) {
      Request request = inbox.poll();
      if (request == null) break;
      taken.add(request);
    }
    batch.begin();
    Decider.Turn turn = decider.turn(state, batch, now, waiting, null);
    more = turn.more();
    dueNs = startNs + TimeUnit.MILLISECONDS.toNanos(decider.idleMs(state, now));
    List<Request> decided = waiting.subList(0, turn.decided());
    if (turn.decided() == 0 && turn.events() == 0) return;
    long id = ++ids;
    undelivered.put(id, List.copyOf(decided));
    answersWaiting += turn.decided();
    decided.clear();
    observer.batch(turn.decided(), turn.events(), System.nanoTime() - startNs);
    if (turn.events() > 0) waitFor(id);
    machine.accept(
        turn.events() > 0 ? new Input.Batch(id, batch.batch(end, now)) : new Input.Answers(id));
  }

  private void waitFor(long id) {
    waitingFor = id;
    sentNs = System.nanoTime();
  }

  /** A record counts: the next batch stands behind it. */
  void counted(LogPosition position) {
    end = position;
  }

  /** Sends the answers of that batch. */
  void release(long id) {
    Replies.deliver(settle(id));
  }

  /** Says of that batch that nobody knows what became of it. */
  void refuse(long id) {
    Replies.refuse(settle(id));
  }

  private List<Request> settle(long id) {
    if (id == waitingFor) {
      waitingFor = 0;
      sentNs = 0;
    }
    List<Request> requests = Objects.requireNonNullElse(undelivered.remove(id), List.of());
    answersWaiting -= requests.size();
    return requests;
  }

  /** Everything that was decided and not let go comes back. */
  void close() {
    List<Request> left = new ArrayList<>();
    undelivered.values().forEach(left::addAll);
    undelivered.clear();
    left.addAll(taken);
    taken.clear();
    Replies.refuse(left);
  }
}
