package io.tidegate.gate.upstream;

import io.tidegate.gate.balance.Candidate;
import io.tidegate.gate.balance.FailureShare;
import io.tidegate.gate.balance.Latency;
import io.tidegate.gate.balance.Mix;
import io.tidegate.gate.balance.Ramp;
import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.health.Ejection;
import io.tidegate.gate.health.Failure;
import io.tidegate.http.client.ClientConnection;
import io.tidegate.http.client.ClientConnector;
import io.tidegate.http.server.HttpLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One address of an upstream, and what is known of it. Any thread, but where it says a loop's.
 *
 * <p>It gets requests while nothing speaks against it: the operator, the registry, checks, its
 * ejection, its circuit breaker; {@link #why} says what does. What was seen outranks what a
 * registry says: one that is listed as up stays out while it fails.
 */
public final class Endpoint implements Candidate {

  private static final int LOOPS_MAX = 64;

  private final String name;
  private final InetSocketAddress address;
  private final UpstreamPolicy policy;
  private final long identity;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Latency latency = new Latency();
  private final FailureShare failing = new FailureShare();
  private final Ramp ramp = new Ramp();
  private final Ejection ejection;
  private final @Nullable CircuitBreaker breaker;
  private final IdleTime idleTime = new IdleTime();
  private final AtomicReferenceArray<@Nullable ConnectionPool> pools =
      new AtomicReferenceArray<>(LOOPS_MAX);

  private volatile int configured;
  private volatile double weight;
  private volatile boolean drained;
  private volatile boolean listed = true;
  private volatile @Nullable String down;

  /**
   * @param name as it was configured or discovered: {@code 10.0.0.5:8000}
   * @param weight as it was configured or discovered, above 0
   */
  Endpoint(String name, InetSocketAddress address, int weight, UpstreamPolicy policy) {
    this.name = name;
    this.address = address;
    configured = weight;
    this.weight = weight;
    this.policy = policy;
    identity = Mix.of(name);
    ejection = new Ejection(policy.ejection(), new SplittableRandom(identity));
    breaker = policy.breaker() == null ? null : new CircuitBreaker(policy.breaker());
  }

  /** As it was configured or discovered. What requests to it say in {@code Host}. */
  public String name() {
    return name;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  // ---- who speaks against it ----

  /** Why it gets no requests now, for people; null if it gets some. */
  public @Nullable String why(long nowNs) {
    if (drained) return "drained by the operator";
    if (!listed) return "down in the registry";
    String unhealthy = down;
    if (unhealthy != null) return "its health check fails: " + unhealthy;
    String ejected = ejection.why(nowNs);
    if (ejected != null || breaker == null) return ejected;
    return breaker.why();
  }

  /** Whether nothing speaks against it. */
  boolean isUsable(long nowNs) {
    return ejection.isIn()
        && down == null
        && listed
        && !drained
        && (breaker == null || breaker.isPermitting(nowNs));
  }

  /** Whether the operator or the registry wants it without requests, whatever it can do. */
  boolean isWithdrawn() {
    return drained || !listed;
  }

  /** Gives it no more requests, or some again, from a tenth of its weight on. */
  public void drain(boolean drain) {
    drained = drain;
    if (!drain) join(System.nanoTime());
  }

  /** Gives it another share; above 0. */
  public void weigh(double weight) {
    if (!(weight > 0)) throw new IllegalArgumentException("weight must be above 0");
    this.weight = weight;
  }

  /** What the configuration says of its weight now; no news leaves what the operator said. */
  void configured(int weight) {
    if (weight != configured) this.weight = weight;
    configured = weight;
  }

  /** What the registry says of it. */
  public void listed(boolean up) {
    if (up && !listed) join(System.nanoTime());
    listed = up;
  }

  /** It begins with less than its weight: others are running. */
  void join(long nowNs) {
    ramp.begin(policy.slowStart(), nowNs);
  }

  /** A health check ended; {@code wrong} as in {@code HealthChecker.Listener}. */
  void checked(boolean succeeded, @Nullable String wrong, long nowNs) {
    if (down != null && wrong == null) join(nowNs);
    down = wrong;
    if (succeeded) back(ejection.restore(nowNs), nowNs);
  }

  /** Who was out for a moment need not start slowly for longer. */
  private void back(long outNs, long nowNs) {
    if (outNs == 0) return;
    failing.forget();
    Duration out = Duration.ofNanos(outNs);
    ramp.begin(out.compareTo(policy.slowStart()) < 0 ? out : policy.slowStart(), nowNs);
  }

  // ---- attempts ----

  /** The trial of one that is ejected, if it is time for it and the request will do. */
  @Nullable Attempt tryTrial(boolean repeatable, long nowNs) {
    if (ejection.isIn() || down != null || isWithdrawn()) return null;
    if (!ejection.tryTrial(repeatable, nowNs)) return null;
    if (begin()) return new Attempt(this, true, CircuitBreaker.REFUSED, nowNs);
    ejection.abandon();
    return null;
  }

  /**
   * One more request, if it may have that.
   *
   * @param anyway whether its circuit breaker is not asked
   */
  @Nullable Attempt tryBegin(boolean anyway, long nowNs) {
    if (!begin()) return null;
    long permit = breaker == null ? CircuitBreaker.REFUSED : breaker.acquire(nowNs);
    if (breaker == null || anyway || permit != CircuitBreaker.REFUSED)
      return new Attempt(this, false, permit, nowNs);
    end();
    return null;
  }

  private boolean begin() {
    while (true) {
      int now = inFlight.get();
      if (now >= policy.maxInFlight()) return false;
      if (inFlight.compareAndSet(now, now + 1)) return true;
    }
  }

  boolean hasRoom() {
    return inFlight.get() < policy.maxInFlight();
  }

  void end() {
    inFlight.decrementAndGet();
  }

  void answered(Attempt attempt, long nowNs) {
    long tookNs = nowNs - attempt.startedNs;
    latency.observe(tookNs, false, nowNs);
    failing.observe(false, nowNs);
    back(ejection.answered(attempt.startedNs, nowNs), nowNs);
    record(attempt, false, nowNs);
  }

  /** It has too much to do: no failure, and no reason to give it more because it is quick. */
  void shed(Attempt attempt, long nowNs) {
    failing.observe(true, nowNs);
    if (attempt.trial) back(ejection.answered(attempt.startedNs, nowNs), nowNs);
    record(attempt, false, nowNs);
  }

  void failed(Attempt attempt, Failure failure, long nowNs) {
    latency.observe(nowNs - attempt.startedNs, true, nowNs);
    failing.observe(true, nowNs);
    ejection.failed(failure, attempt.startedNs, nowNs);
    record(attempt, true, nowNs);
  }

  private void record(Attempt attempt, boolean failed, long nowNs) {
    if (breaker == null || attempt.permit == CircuitBreaker.REFUSED) return;
    breaker.record(attempt.permit, failed, nowNs - attempt.startedNs, nowNs);
  }

  void abandoned(Attempt attempt) {
    if (attempt.trial) ejection.abandon();
    if (breaker != null && attempt.permit != CircuitBreaker.REFUSED)
      breaker.release(attempt.permit);
  }

  void completed() {
    ejection.completed();
  }

  // ---- figures ----

  @Override
  public long identity() {
    return identity;
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public double weight(long nowNs) {
    return weight * ramp.share(nowNs);
  }

  @Override
  public double peakNs(long nowNs) {
    return latency.peakNs(nowNs);
  }

  @Override
  public double meanNs() {
    return latency.meanNs();
  }

  @Override
  public double meanNs(long nowNs) {
    return latency.meanNs(nowNs);
  }

  @Override
  public double failing(long nowNs) {
    return failing.at(nowNs);
  }

  // ---- connections ----

  /** An idle connection of this loop, null without one; as {@link ConnectionPool#take}. */
  public @Nullable ClientConnection take(HttpLoop loop, boolean careful) {
    return pool(loop).take(careful);
  }

  /** Begins another connection on this loop. */
  public void connect(HttpLoop loop, ClientConnector connector, ClientConnector.Listener listener) {
    pool(loop).connect(connector, listener);
  }

  private ConnectionPool pool(HttpLoop loop) {
    ConnectionPool pool = pools.get(loop.index());
    if (pool != null) return pool;
    ConnectionPool made = new ConnectionPool(this, loop.eventLoop());
    pools.set(loop.index(), made);
    return made;
  }

  /** Closes its idle connections, and the others as they become idle. */
  void close() {
    for (int i = 0; i < LOOPS_MAX; i++) {
      ConnectionPool pool = pools.get(i);
      if (pool != null) pool.closeSoon();
    }
  }

  IdleTime idleTime() {
    return idleTime;
  }
}
