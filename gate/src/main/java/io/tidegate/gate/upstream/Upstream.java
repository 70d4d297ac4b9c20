package io.tidegate.gate.upstream;

import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Balancer;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.health.HealthChecker;
import io.tidegate.gate.limit.ConcurrencyLimit;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.limit.RetryBudget;
import io.tidegate.gate.limit.WaitingQueue;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.http.client.ClientConnector;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One service behind the gate, and the endpoints that serve it. Requests come as {@linkplain #call
 * calls}. Any thread: a lock is taken only where something waits, since the limit is reached.
 */
public final class Upstream implements AutoCloseable {

  private static final int RESPONSE_HEAD_BYTES = 64 * 1024;

  /** For so long nothing is sent again after something was refused for want of room. */
  private static final long SHEDDING_NS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final UpstreamPolicy policy;
  private final LongSupplier clock;
  private final ClientConnector connector;
  private final Balancer balancer;
  private final ConcurrencyLimit limit;
  private final RetryBudget retries;

  /** Also the lock of what waits. */
  private final WaitingQueue<UpstreamCall> queue;

  /** Those that ask, by whom they ask; with this object's lock. */
  private final Map<Endpoint, HealthChecker> checkers = new HashMap<>();

  private boolean started;
  private volatile List<Endpoint> endpoints;
  private volatile int waiting;
  private volatile long shedNs;

  /** One with the endpoints of its configuration, whose names are resolved now. */
  public Upstream(UpstreamConfig config) {
    this(config, System::nanoTime);
  }

  /**
   * The same in another time.
   *
   * @param clock monotonic, in ns
   */
  Upstream(UpstreamConfig config, LongSupplier clock) {
    name = config.name();
    policy = config.policy();
    this.clock = clock;
    endpoints = config.endpoints().stream().map(this::endpoint).toList();
    connector = new ClientConnector(config.connect(), RESPONSE_HEAD_BYTES);
    balancer = policy.balance().balancer();
    limit = new ConcurrencyLimit(policy.limit(), clock.getAsLong());
    retries = new RetryBudget(policy.retry());
    queue = new WaitingQueue<>(policy.queue().places());
    shedNs = clock.getAsLong() - SHEDDING_NS;
  }

  private Endpoint endpoint(EndpointConfig config) {
    InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
    return new Endpoint(config.text(), address, config.weight(), policy);
  }

  /** Begins the health checks, if it has some. */
  public synchronized Upstream start() {
    started = true;
    endpoints.forEach(this::check);
    return this;
  }

  private void check(Endpoint endpoint) {
    CheckConfig check = policy.check();
    if (check == null || checkers.containsKey(endpoint)) return;
    HealthChecker.Listener listener =
        (succeeded, down) -> {
          endpoint.checked(succeeded, down, nowNs());
          serveQueue();
        };
    checkers.put(
        endpoint, HealthChecker.start(check, endpoint.name(), endpoint.address(), listener));
  }

  /**
   * Has these endpoints from now on. Those that stay keep their connections and what is known of
   * them; those that join start slowly where others run; those that leave finish what they have.
   * Resolves the names of those that join, so not on an event loop.
   *
   * @param next none of them twice; what could not be looked up is no reason for an empty list
   */
  public synchronized void use(List<EndpointConfig> next) {
    Map<String, Endpoint> gone = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) gone.put(endpoint.name(), endpoint);
    boolean running = !gone.isEmpty();
    List<Endpoint> now = new ArrayList<>(next.size());
    for (EndpointConfig config : next) {
      Endpoint known = gone.remove(config.text());
      if (known != null) known.configured(config.weight());
      now.add(known == null ? joining(config, running) : known);
    }
    endpoints = List.copyOf(now);
    gone.values().forEach(this::forget);
    serveQueue();
  }

  private Endpoint joining(EndpointConfig config, boolean running) {
    Endpoint joins = endpoint(config);
    if (running) joins.join(nowNs());
    if (started) check(joins);
    return joins;
  }

  private void forget(Endpoint gone) {
    HealthChecker checker = checkers.remove(gone);
    if (checker != null) checker.close();
    gone.close();
  }

  /** Ends the checks, closes idle connections, and the others as they become idle. */
  @Override
  public synchronized void close() {
    started = false;
    endpoints.forEach(this::forget);
  }

  /** How the configuration calls it. */
  public String name() {
    return name;
  }

  /** Its endpoints. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** By what requests belong together. */
  public Affinity affinity() {
    return policy.affinity();
  }

  /** Connects to any of them. */
  public ClientConnector connector() {
    return connector;
  }

  /**
   * A request, which has asked for nothing yet.
   *
   * @param hash of what requests with affinity have in common
   * @param repeatable whether it can be sent to another endpoint when one has failed
   */
  public UpstreamCall call(
      CallLoop loop, Priority priority, long hash, boolean repeatable, UpstreamCall.Caller caller) {
    return new UpstreamCall(this, loop, priority, hash, repeatable, caller);
  }

  // ---- figures ----

  /** Requests that have a slot. */
  public int inFlight() {
    return limit.inFlight();
  }

  /** Requests that may have one at once, its endpoints' own limits included. */
  public int limit() {
    long nowNs = nowNs();
    List<Endpoint> members = endpoints;
    boolean all = isPanic(members, nowNs);
    long room = 0;
    for (Endpoint endpoint : members)
      if (mayHave(endpoint, all, nowNs)) room += policy.maxInFlight();
    return (int) Math.min(limit.limit(), room);
  }

  /** Requests that wait for one. */
  public int waiting() {
    return waiting;
  }

  /**
   * Whether another request would have to wait for a slot. Where no endpoint can have any, waiting
   * is no help, and it is not full.
   */
  public boolean isFull() {
    int most = limit();
    return most > 0 && (waiting > 0 || limit.inFlight() >= most);
  }

  /** Requests that are under way for another time. */
  public int retrying() {
    return retries.underWay();
  }

  /**
   * Requests a second that it can take, λ = L / W, by its limit and by how long requests have a
   * slot; infinite where there is no limit, and before anything was measured.
   */
  public double admissionRate() {
    int most = limit();
    double serviceNs = limit.serviceNs();
    boolean known = most < LimitConfig.MOST && serviceNs > 0;
    return known ? most * 1e9 / serviceNs : Double.POSITIVE_INFINITY;
  }

  // ---- for its calls ----

  UpstreamPolicy policy() {
    return policy;
  }

  long nowNs() {
    return clock.getAsLong();
  }

  /** On the call's loop. */
  void enter(UpstreamCall call) {
    Attempt first = waiting == 0 ? tryBegin(call) : null; // nobody overtakes those who wait
    if (first != null) call.start(first);
    else if (endpoints.stream().allMatch(Endpoint::isWithdrawn)) call.refuse(Refused.NO_ENDPOINT);
    else join(call);
  }

  private void join(UpstreamCall call) {
    UpstreamCall out;
    synchronized (queue) {
      out = queue.offer(call, call.priority);
      waiting = queue.size();
    }
    if (out != null) sheds(nowNs());
    if (out == call) {
      call.refuse(Refused.FULL);
      return;
    }
    call.await();
    if (out != null) out.pushOut();
    serveQueue(); // a slot may have become free before this one waited
  }

  private @Nullable Attempt tryBegin(UpstreamCall call) {
    if (!limit.tryBegin()) return null;
    Attempt attempt = choose(call, null);
    if (attempt == null) limit.cancel();
    return attempt;
  }

  /** Gives free slots to those who wait. Any thread. */
  void serveQueue() {
    while (waiting > 0) {
      UpstreamCall next;
      Attempt attempt;
      synchronized (queue) {
        next = queue.peek();
        attempt = next == null ? null : tryBegin(next);
        if (next == null || attempt == null) return;
        queue.remove(next, next.priority);
        waiting = queue.size();
      }
      next.handOver(attempt);
    }
  }

  /** Leaves the queue; false if its turn had come, or another has its place. */
  boolean leave(UpstreamCall call) {
    synchronized (queue) {
      boolean waited = queue.remove(call, call.priority);
      waiting = queue.size();
      return waited;
    }
  }

  void unused(Attempt attempt) {
    attempt.end();
    limit.cancel();
  }

  void end(long latencyNs, long beganNs, boolean dropped, int again) {
    long nowNs = nowNs();
    for (int i = 0; i < again; i++) retries.giveBack();
    if (latencyNs == 0 && !dropped) limit.cancel();
    else limit.end(latencyNs, nowNs - beganNs, dropped, nowNs);
    serveQueue();
  }

  void sheds(long nowNs) {
    shedNs = nowNs;
  }

  /** Takes from the budget where the upstream is not shedding. */
  boolean mayRetry() {
    return nowNs() - shedNs >= SHEDDING_NS && retries.tryTake(limit.inFlight());
  }

  // ---- choosing ----

  /** An attempt, best not at that endpoint; null where none can take one. */
  @Nullable Attempt choose(UpstreamCall call, @Nullable Endpoint but) {
    long nowNs = nowNs();
    List<Endpoint> members = endpoints;
    for (Endpoint endpoint : members) {
      Attempt trial = endpoint == but ? null : endpoint.tryTrial(call.repeatable, nowNs);
      if (trial != null) return trial;
    }
    boolean all = isPanic(members, nowNs);
    List<Endpoint> candidates = candidates(members, all, but, nowNs);
    while (!candidates.isEmpty()) {
      Endpoint chosen = balancer.choose(candidates, call.hash, nowNs);
      Attempt attempt = chosen.tryBegin(all, nowNs);
      if (attempt != null) return attempt;
      candidates = candidates.stream().filter(other -> other != chosen).toList();
    }
    return null;
  }

  /**
   * Whether fewer than half are usable: then those would be overrun by what the others had, and
   * more likely than not the fault is not the endpoints'. So all get some.
   */
  private static boolean isPanic(List<Endpoint> members, long nowNs) {
    int wanted = 0;
    int usable = 0;
    for (Endpoint endpoint : members) {
      if (endpoint.isWithdrawn()) continue;
      wanted++;
      if (endpoint.isUsable(nowNs)) usable++;
    }
    return 2 * usable < wanted;
  }

  private static List<Endpoint> candidates(
      List<Endpoint> members, boolean all, @Nullable Endpoint but, long nowNs) {
    List<Endpoint> candidates = new ArrayList<>(members.size());
    for (Endpoint endpoint : members) {
      if (mayHave(endpoint, all, nowNs) && endpoint != but && endpoint.hasRoom())
        candidates.add(endpoint);
    }
    return candidates;
  }

  private static boolean mayHave(Endpoint endpoint, boolean all, long nowNs) {
    return all ? !endpoint.isWithdrawn() : endpoint.isUsable(nowNs);
  }
}
