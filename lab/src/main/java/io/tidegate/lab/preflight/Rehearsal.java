package io.tidegate.lab.preflight;

import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.engine.RunState;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.script.http.ExchangeTags;
import io.tidegate.lab.script.http.HttpDefaults;
import io.tidegate.lab.script.user.Iteration;
import io.tidegate.lab.script.user.Role;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Runs iterations of a script against the server inside, and measures what they take of the
 * generator. Nothing that the script does leaves the process, nothing of it is counted, and it
 * waits nowhere.
 */
final class Rehearsal implements AutoCloseable {

  private static final int USERS_MEASURED = 12;
  private static final long FIRST_MS_MAX = 2_000;

  /**
   * What one iteration of a scenario takes.
   *
   * @param cpuNs of the generator
   * @param waitNs in which the script sleeps
   * @param requests that it makes
   * @param held connections that a user keeps
   * @param opened connections that each iteration opens
   * @param checksFail whether a check does not hold against the server inside
   */
  record Cost(
      double cpuNs,
      double waitNs,
      double requests,
      double held,
      double opened,
      boolean checksFail) {}

  /** The script did not come to its end; the message says why. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super(why);
    }
  }

  private final Script script;
  private final RunOptions options;
  private final NullServer server;
  private final Network network;
  private final UserNetwork with;
  private final LongAdder skippedNs = new LongAdder();
  private final LongAdder failedChecks = new LongAdder();
  private final Map<String, LongAdder> dials = new ConcurrentHashMap<>();
  private final List<ScriptUser> users = new ArrayList<>();
  private volatile @Nullable String firstOrigin;
  private @Nullable String setupJson;

  Rehearsal(
      Script script,
      RunOptions options,
      MetricRegistry metrics,
      ClientConfig client,
      HttpDefaults defaults,
      NullServer server) {
    this.script = script.rehearsal(new Discarded(metrics.builtin.checks), skippedNs);
    this.options = options;
    this.server = server;
    network = new Network(client, this::instead);
    with = new UserNetwork(network, defaults, new ExchangeTags(options.systemTags()));
  }

  private InetSocketAddress instead(HttpUrl url) {
    if (firstOrigin == null) firstOrigin = url.origin();
    dials.computeIfAbsent(url.origin(), _ -> new LongAdder()).increment();
    return server.address();
  }

  /** Where the first request was to go; null before it. */
  @Nullable String firstOrigin() {
    return firstOrigin;
  }

  /** To the place to which most were opened: ports are counted by it. */
  private long dialed() {
    return dials.values().stream().mapToLong(LongAdder::sum).max().orElse(0);
  }

  /** Looks at checks, and drops everything. */
  private final class Discarded implements Samples {
    private final Metric checks;

    Discarded(Metric checks) {
      this.checks = checks;
    }

    @Override
    public void add(Metric metric, TagSet tags, double value, long atMs) {
      if (metric == checks && value == 0) failedChecks.increment();
    }
  }

  /** Setup, where there is one. */
  void setup(Set<String> functions) throws Failed, InterruptedException {
    if (!functions.contains("setup") || options.phases().noSetup()) return;
    ScriptUser user = user(0);
    Role role = new Role("", "", "setup", Map.of(), TagSet.EMPTY);
    ScriptUser.End end = bounded(user, () -> user.call("setup", role));
    if (end instanceof ScriptUser.End.Done done) setupJson = done.json();
    else throw new Failed("setup: " + why(end));
  }

  /** One iteration: what it asks for first is known from then on. */
  void once(ScenarioOptions scenario) throws Failed, InterruptedException {
    iterate(user(1), scenario);
  }

  /**
   * Measures one scenario.
   *
   * @param forMs how long, with the time to get warm
   */
  Cost measure(ScenarioOptions scenario, long forMs) throws Failed, InterruptedException {
    ScriptUser first = user(1);
    long dialed = dialed();
    long failed = failedChecks.sum();
    iterate(first, scenario);
    long held = dialed() - dialed;
    int cores = Runtime.getRuntime().availableProcessors();
    List<ScriptUser> all = new ArrayList<>(List.of(first));
    while (all.size() < cores) {
      ScriptUser one = user(all.size() + 1);
      iterate(one, scenario);
      all.add(one);
    }
    AtomicLong iterations = new AtomicLong();
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(forMs);
    List<Thread> threads = new ArrayList<>();
    for (ScriptUser one : all)
      threads.add(thread(() -> iterateUntil(endNs, one, scenario, iterations)));
    threads.forEach(Thread::start);
    TimeUnit.MILLISECONDS.sleep(forMs / 2); // until then the JVM compiles what it runs
    long cpu = ThreadCpu.ownNs();
    long count = iterations.get();
    long skipped = skippedNs.sum();
    long requests = server.requests();
    long opened = dialed();
    Thread.sleep(Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime())));
    cpu = ThreadCpu.ownNs() - cpu;
    count = iterations.get() - count;
    skipped = skippedNs.sum() - skipped;
    requests = server.requests() - requests;
    opened = dialed() - opened;
    for (int i = 0; i < all.size(); i++) end(threads.get(i), all.get(i));
    if (count == 0) throw new Failed("no iteration ended within " + forMs / 2 + " ms");
    return new Cost(
        (double) cpu / count,
        (double) skipped / count,
        (double) requests / count,
        Math.max(1, held),
        (double) opened / count,
        failedChecks.sum() > failed);
  }

  private void iterateUntil(
      long endNs, ScriptUser user, ScenarioOptions scenario, AtomicLong iterations) {
    Role role = role(scenario);
    for (long i = 1; System.nanoTime() < endNs; i++) {
      if (!(user.iterate(role, new Iteration(i, i, i, i)) instanceof ScriptUser.End.Done)) return;
      if (options.http().noVuConnectionReuse()) user.closeConnections();
      iterations.incrementAndGet();
    }
  }

  /** What a user takes of the heap, bytes, when it has done an iteration. */
  double userBytes(ScenarioOptions scenario) throws Failed, InterruptedException {
    long before = heapBytes();
    for (int i = 0; i < USERS_MEASURED; i++) iterate(user(i + 1), scenario);
    return Math.max(0, (double) (heapBytes() - before) / USERS_MEASURED);
  }

  /** What is in use of it. */
  static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  // ---- users ----

  private ScriptUser user(int id) throws Failed {
    try {
      ScriptUser user =
          script.user(id, with, new RunState("{}", (_, _, _) -> {}), options.systemTags());
      user.setupData(setupJson);
      users.add(user);
      return user;
    } catch (ScriptException e) {
      throw new Failed(String.valueOf(e.getMessage()));
    }
  }

  private static Role role(ScenarioOptions of) {
    return new Role(of.name(), of.load().executor(), of.exec(), of.env(), TagSet.of(of.tags()));
  }

  private void iterate(ScriptUser user, ScenarioOptions scenario)
      throws Failed, InterruptedException {
    ScriptUser.End end = bounded(user, () -> user.iterate(role(scenario), Iteration.FIRST));
    if (!(end instanceof ScriptUser.End.Done)) throw new Failed(why(end));
    if (options.http().noVuConnectionReuse()) user.closeConnections();
  }

  private static String why(ScriptUser.End end) {
    return end instanceof ScriptUser.End.Failed failed
        ? failed.message().lines().findFirst().orElse("")
        : "the script ends the run";
  }

  /** Something that a user does, which may never end. */
  private interface Call {
    ScriptUser.End make();
  }

  private static ScriptUser.End bounded(ScriptUser user, Call call)
      throws Failed, InterruptedException {
    ScriptUser.End[] end = {new ScriptUser.End.Stopped()};
    Thread thread = thread(() -> end[0] = call.make());
    thread.start();
    if (thread.join(Duration.ofMillis(FIRST_MS_MAX))) return end[0];
    end(thread, user);
    throw new Failed("it did not end within %d ms".formatted(FIRST_MS_MAX));
  }

  private static Thread thread(Runnable work) {
    Thread thread = Thread.ofVirtual().name("rehearsal").unstarted(work);
    thread.setContextClassLoader(
        Rehearsal.class.getClassLoader()); // Truffle looks classes up by it
    return thread;
  }

  private static void end(Thread thread, ScriptUser user) throws InterruptedException {
    if (thread.join(Duration.ofMillis(100))) return;
    thread.interrupt();
    if (!thread.join(Duration.ofMillis(100))) user.stop();
  }

  @Override
  public void close() {
    users.forEach(ScriptUser::close);
    network.close();
  }
}
