package io.tidegate.lab.engine;

import io.tidegate.lab.engine.Users.Place;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.options.ScenarioOptions.Load;
import io.tidegate.lab.options.Share;
import io.tidegate.lab.options.Stage;
import io.tidegate.lab.script.ScriptException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One scenario from its start to its end. Its users begin iterations until its time is over; what
 * is under way then has {@code gracefulStop}, and is cut off.
 */
final class ScenarioRun {

  private static final long STEP_NS = 10_000_000;
  private static final long FOREVER_NS = Long.MAX_VALUE / 4;

  private final ScenarioOptions options;
  private final Share share;
  private final Users users;
  private final VirtualUser.Run run;
  private final Place place;
  private final Workers workers = new Workers();
  private final List<VirtualUser> made = new ArrayList<>();
  private final @Nullable UserTarget target;
  private volatile boolean isRunning;
  private long endNs;
  private boolean toldOfUsers;

  /**
   * @param share which of its users are this instance's
   */
  ScenarioRun(ScenarioOptions options, Share share, Users users, VirtualUser.Run run, TagSet tags) {
    this.options = options;
    this.share = share;
    this.users = users;
    this.run = run;
    place = new Place(options, tags, ofIterations(share, options.load()), new AtomicLong());
    target =
        options.load() instanceof Load.ExternallyControlled l
            ? new UserTarget(share.of(l.vus()), share.of(l.maxVus()))
            : null;
  }

  /** Which iterations are this instance's, where they are numbered over all users. */
  private static Share ofIterations(Share share, Load load) {
    return switch (load) {
      case Load.SharedIterations l -> share.by(l.vus());
      case Load.ConstantArrivalRate l -> share.by(l.maxVus());
      case Load.RampingArrivalRate l -> share.by(l.maxVus());
      case Load.PerVuIterations _,
          Load.ConstantVus _,
          Load.RampingVus _,
          Load.ExternallyControlled _ ->
          share;
    };
  }

  ScenarioOptions options() {
    return options;
  }

  /** What whoever controls its users wants; null where nobody does. */
  @Nullable UserTarget target() {
    return target;
  }

  /** Waits until its users are as they are wanted, if it is running. */
  void awaitReached() throws InterruptedException {
    if (target != null && isRunning) target.awaitReached();
  }

  /** Makes the users that are to be there at the start, unless the run is to end. */
  void prepare() throws ScriptException {
    int count =
        switch (options.load()) {
          case Load.ConstantArrivalRate l -> l.preAllocatedVus();
          case Load.RampingArrivalRate l -> l.preAllocatedVus();
          default -> options.load().usersMost();
        };
    int own = share.of(count);
    for (int i = 0; i < own && run.state().stopped() == null; i++) made.add(users.make(place));
  }

  /** Runs it; returns when it is over. */
  void run(long runStartNs) throws InterruptedException {
    if (share.of(options.load().usersMost()) == 0) return;
    if (!run.state().waitUntil(runStartNs + options.startTime().toNanos())) return;
    long beginNs = System.nanoTime();
    long lengthNs = options.load().duration().toNanos();
    endNs = beginNs + (options.load().isEndless() ? FOREVER_NS : lengthNs);
    run.state().scenarioBegins(options.name(), lengthNs);
    switch (options.load()) {
      case Load.SharedIterations l -> shared(place.share().of(l.iterations()));
      case Load.PerVuIterations l -> each(l.iterations());
      case Load.ConstantVus _ -> each(Long.MAX_VALUE);
      case Load.RampingVus l -> ramp(l, beginNs);
      case Load.ConstantArrivalRate l -> arrive(Arrivals.of(l), share.of(l.maxVus()), beginNs);
      case Load.RampingArrivalRate l -> arrive(Arrivals.of(l), share.of(l.maxVus()), beginNs);
      case Load.ExternallyControlled _ -> follow(Objects.requireNonNull(target));
    }
    finish();
  }

  /** Whether more iterations may begin. */
  private boolean goesOn() {
    return System.nanoTime() < endNs && run.state().stopped() == null;
  }

  private void finish() throws InterruptedException {
    boolean stopped = run.state().stopped() != null;
    long graceNs = options.gracefulStop().toNanos();
    long untilNs = stopped ? System.nanoTime() : endNs + graceNs;
    while (System.nanoTime() < untilNs) {
      if (workers.join(Math.min(100_000_000, untilNs - System.nanoTime()))) return;
      if (run.state().stopped() != null) break;
    }
    workers.end();
  }

  // ---- closed models ----

  private void shared(long count) throws InterruptedException {
    AtomicLong left = new AtomicLong(count);
    for (VirtualUser user : made)
      workers.start(
          user,
          () -> {
            while (goesOn() && left.getAndDecrement() > 0) if (!user.iterate()) return;
          });
    awaitEnd();
    drop(left.getAndSet(0));
  }

  private void each(long count) throws InterruptedException {
    for (VirtualUser user : made)
      workers.start(
          user,
          () -> {
            long left = count;
            while (left > 0 && goesOn()) {
              left--;
              if (!user.iterate()) break;
            }
            if (count != Long.MAX_VALUE) drop(left);
          });
    awaitEnd();
  }

  /** Until all are done, or the time is over. */
  private void awaitEnd() throws InterruptedException {
    while (goesOn()) if (workers.join(Math.min(100_000_000, endNs - System.nanoTime()))) return;
  }

  /** A user of a ramp: at work while it is wanted, and asleep otherwise. */
  private final class Ramped {
    final VirtualUser user;
    volatile boolean wanted;
    @Nullable Thread thread;
    long unwantedNs;
    private boolean isCutOff;

    Ramped(VirtualUser user) {
      this.user = user;
    }

    void want() {
      wanted = true;
      if (thread == null) thread = workers.start(user, this::work);
      else LockSupport.unpark(thread);
    }

    /** It is not wanted, or the time is over: then one that is asleep has to see that. */
    void release() {
      wanted = false;
      unwantedNs = System.nanoTime();
      if (thread != null) LockSupport.unpark(thread);
    }

    private void work() {
      while (goesOn()) {
        boolean isWhole = !wanted || user.iterate();
        if (!wanted) LockSupport.park(this);
        // Who was cut off since it was one too many may be wanted again.
        if (!wasCutOff() && !isWhole) return;
      }
    }

    private synchronized boolean wasCutOff() {
      boolean was = isCutOff && Thread.interrupted();
      isCutOff = false;
      return was;
    }

    synchronized void cutOff() {
      if (wanted || thread == null) return;
      isCutOff = true;
      thread.interrupt();
    }
  }

  /** Users of whom so many are at work as somebody wants. One thread. */
  private final class Crew {
    private final List<Ramped> all = new ArrayList<>();
    private final Deque<Ramped> leaving = new ArrayDeque<>();
    private int atWork;

    Crew() {
      for (VirtualUser user : made) all.add(new Ramped(user));
    }

    void want(int count, Duration grace) {
      for (; atWork < count; atWork++) all.get(atWork).want();
      for (; atWork > count; atWork--) {
        Ramped one = all.get(atWork - 1);
        one.release();
        leaving.add(one);
      }
      long nowNs = System.nanoTime();
      while (!leaving.isEmpty() && nowNs - leaving.getFirst().unwantedNs >= grace.toNanos())
        leaving.removeFirst().cutOff();
    }

    /** So many at least; returns how many it made. */
    int grow(int count) throws ScriptException {
      int before = all.size();
      while (all.size() < count) all.add(new Ramped(users.make(place)));
      return all.size() - before;
    }

    void release() {
      all.forEach(Ramped::release);
    }
  }

  private void ramp(Load.RampingVus load, long beginNs) throws InterruptedException {
    Crew crew = new Crew();
    try {
      while (goesOn()) {
        int wanted = share.of(target(load, System.nanoTime() - beginNs));
        crew.want(wanted, load.gracefulRampDown());
        run.state().waitUntil(Math.min(endNs, System.nanoTime() + STEP_NS));
      }
    } finally {
      crew.release();
    }
  }

  private void follow(UserTarget target) throws InterruptedException {
    isRunning = true;
    Crew crew = new Crew();
    int there = made.size();
    try {
      while (goesOn()) {
        UserTarget.Wanted wanted = target.wanted();
        run.state().usersThere(wanted.most() - there - crew.grow(wanted.most()));
        there = wanted.most();
        crew.want(wanted.atWork(), Duration.ZERO);
        target.reached(wanted);
        target.awaitChange(Math.min(STEP_NS, endNs - System.nanoTime()));
      }
    } catch (ScriptException e) {
      run.state().stop(ExitCode.SCRIPT, String.valueOf(e.getMessage()));
    } finally {
      isRunning = false;
      target.reached(target.wanted());
      crew.release();
    }
  }

  private static int target(Load.RampingVus load, long sinceNs) {
    double from = load.startVus();
    long leftNs = sinceNs;
    for (Stage stage : load.stages()) {
      long lengthNs = stage.duration().toNanos();
      if (leftNs < lengthNs) {
        double part = (double) leftNs / lengthNs;
        return (int) Math.round(from + (stage.target() - from) * part);
      }
      leftNs -= lengthNs;
      from = stage.target();
    }
    return (int) from;
  }

  // ---- open models ----

  private void arrive(Arrivals arrivals, int most, long beginNs) throws InterruptedException {
    Standby standby = new Standby(workers);
    made.forEach(standby::join);
    AtomicBoolean making = new AtomicBoolean();
    try {
      for (long number = 0; ; number++) {
        long atNs = arrivals.atNs(place.share().global(number));
        if (atNs < 0 || !awaitArrival(beginNs + atNs)) break;
        if (standby.begin(beginNs + atNs)) continue;
        drop(1);
        if (standby.users() >= most) tellOnce(most);
        else if (making.compareAndSet(false, true)) makeOne(standby, making);
      }
      run.state().waitUntil(endNs);
    } finally {
      standby.end();
    }
  }

  private boolean awaitArrival(long atNs) throws InterruptedException {
    long leftNs = atNs - System.nanoTime();
    if (leftNs > 2_000_000 && !run.state().waitUntil(atNs - 1_000_000)) return false;
    while (atNs - System.nanoTime() > 0) LockSupport.parkNanos(atNs - System.nanoTime());
    return run.state().stopped() == null;
  }

  private void tellOnce(int most) {
    if (toldOfUsers) return;
    toldOfUsers = true;
    run.log()
        .say(
            "warning",
            "Insufficient VUs, reached %d active VUs and cannot initialize more".formatted(most),
            Map.of("executor", options.load().executor(), "scenario", options.name()));
  }

  /** So many iterations do not begin, since their time is over or nobody is free. */
  private void drop(long count) {
    if (count <= 0 || run.state().stopped() != null) return;
    run.state().dropped(count);
    run.samples()
        .add(
            run.metrics().droppedIterations,
            users.tagsOf(place),
            (double) count,
            System.currentTimeMillis());
  }

  /** One more user, beside the arrivals, which do not wait for it. */
  private void makeOne(Standby standby, AtomicBoolean making) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            standby.join(users.make(place));
          } catch (ScriptException e) {
            run.state().stop(ExitCode.SCRIPT, String.valueOf(e.getMessage()));
          } finally {
            making.set(false);
          }
        });
  }
}
