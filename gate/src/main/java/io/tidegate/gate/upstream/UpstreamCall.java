package io.tidegate.gate.upstream;

import io.tidegate.gate.health.Failure;
import io.tidegate.gate.limit.Priority;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request at an upstream: a slot within its limit, for which it may have to wait, and in it one
 * attempt after the other. Confined to its loop.
 *
 * <pre>
 *            a slot is free                        again
 *  NEW ──begin────────────────────▶ RUNNING ◀───────────────┐
 *   │                                  │ └──── an attempt ───┘
 *   └─▶ WAITING ──a slot is free──▶────┘ end ──▶ ENDED
 *          └─── refused, or end ───────────────▶ ENDED
 * </pre>
 *
 * <p>Whoever calls hears once, {@linkplain Caller#attempt of an endpoint} or {@linkplain
 * Caller#refused that there is none}, within {@link #begin} or later. It then says how it went
 * ({@link #responded}, {@link #failed}), may ask for {@linkplain #again another attempt}, and in
 * any case {@linkplain #end ends} the call; also while it waits, which leaves the queue at once.
 */
public final class UpstreamCall {

  /** Hears where the request is to go. On the call's loop. */
  public interface Caller {

    /** To this endpoint, where it counts already. */
    void attempt(Endpoint endpoint);

    /** Nowhere. The call has ended. */
    void refused(Refused why);
  }

  private enum Phase {
    NEW,
    WAITING,
    RUNNING,
    ENDED
  }

  private final Upstream upstream;
  private final CallLoop loop;
  private final Caller caller;
  final Priority priority;
  final long hash;

  /** Whether the request can be sent to another endpoint when one has failed. */
  final boolean repeatable;

  private Phase phase = Phase.NEW;
  private @Nullable Attempt attempt;
  private CallLoop.@Nullable Timer deadline;
  private boolean hasSlot;
  private long beganNs;
  private long latencyNs;
  private boolean dropped;
  private int retries;

  UpstreamCall(
      Upstream upstream,
      CallLoop loop,
      Priority priority,
      long hash,
      boolean repeatable,
      Caller caller) {
    this.upstream = upstream;
    this.loop = loop;
    this.priority = priority;
    this.hash = hash;
    this.repeatable = repeatable;
    this.caller = caller;
  }

  /** Asks for an endpoint. */
  public void begin() {
    upstream.enter(this);
  }

  // ---- for the upstream, on this call's loop ----

  void start(Attempt first) {
    phase = Phase.RUNNING;
    beganNs = first.startedNs;
    hasSlot = true;
    attempt = first;
    caller.attempt(first.endpoint);
  }

  void await() {
    phase = Phase.WAITING;
    deadline = loop.after(upstream.policy().queue().deadline(), this::late);
  }

  private void late() {
    if (phase == Phase.WAITING && upstream.leave(this)) refuse(Refused.WAITED);
  }

  void refuse(Refused why) {
    if (phase == Phase.ENDED) return;
    stopWaiting();
    phase = Phase.ENDED;
    caller.refused(why);
  }

  private void stopWaiting() {
    if (deadline != null) deadline.cancel();
    deadline = null;
  }

  // ---- for the upstream, on any thread ----

  /** Its turn has come; it has left the queue. */
  void handOver(Attempt first) {
    if (!loop.execute(() -> take(first))) upstream.unused(first);
  }

  private void take(Attempt first) {
    stopWaiting();
    if (phase == Phase.WAITING) {
      start(first);
      return;
    }
    upstream.unused(first); // its client went away meanwhile
    upstream.serveQueue();
  }

  /** Another one has its place; it has left the queue. */
  void pushOut() {
    loop.execute(() -> refuse(Refused.FULL));
  }

  // ---- for the caller ----

  /**
   * The response has begun.
   *
   * @param shed whether it says that the service has too much to do: 429, or 503 with {@code
   *     Retry-After}
   * @param streams whether it may go on for hours with little to do: a stream of events, or another
   *     protocol. Its slot is free then; at its endpoint it goes on to count.
   * @return whether it is a failure of the service
   */
  public boolean responded(int status, boolean shed, boolean streams) {
    Attempt now = Objects.requireNonNull(attempt);
    long nowNs = upstream.nowNs();
    boolean good = now.responded(status, shed, nowNs);
    latencyNs = good ? Math.max(1, nowNs - now.startedNs) : 0;
    dropped |= shed;
    if (shed) upstream.sheds(nowNs);
    if (streams) giveSlotBack();
    return !good && !shed;
  }

  /** The attempt failed; more of it does not come. After this, {@link #again} or {@link #end}. */
  public void failed(Failure failure) {
    Attempt now = Objects.requireNonNull(attempt);
    now.failed(failure, upstream.nowNs());
    dropped |= failure == Failure.TIME_OUT;
    if (failure == Failure.TIME_OUT) latencyNs = 0;
  }

  /**
   * Another attempt in the same slot, within the budget of the upstream. The last one ends.
   *
   * @param elsewhere whether at another endpoint, if there is one
   * @return null where there is no budget, or no endpoint
   */
  public @Nullable Endpoint again(boolean elsewhere) {
    Attempt last = Objects.requireNonNull(attempt);
    if (!upstream.mayRetry()) return null;
    retries++;
    return next(elsewhere ? last.endpoint : null);
  }

  /**
   * Another attempt that needs no budget: because the server had ended an idle connection just
   * then, which is nobody's failure, or because there was no connection to be had, so that the last
   * endpoint did nothing and the others get what they would have got without it.
   *
   * @param elsewhere whether at another endpoint, if there is one
   */
  public @Nullable Endpoint againWithoutBudget(boolean elsewhere) {
    return next(elsewhere ? Objects.requireNonNull(attempt).endpoint : null);
  }

  private @Nullable Endpoint next(@Nullable Endpoint but) {
    Attempt last = Objects.requireNonNull(attempt);
    last.end();
    attempt = upstream.choose(this, but);
    if (attempt == null && but != null) attempt = upstream.choose(this, null);
    return attempt == null ? null : attempt.endpoint;
  }

  /**
   * The request is over, whatever became of it; again does nothing.
   *
   * @param whole whether its response came to its end
   */
  public void end(boolean whole) {
    Phase before = phase;
    phase = Phase.ENDED;
    if (before == Phase.WAITING) upstream.leave(this);
    stopWaiting();
    if (before == Phase.RUNNING) endRunning(whole);
  }

  private void endRunning(boolean whole) {
    Attempt last = attempt;
    attempt = null;
    if (last != null && whole) last.endpoint.completed();
    if (last != null) last.end();
    giveSlotBack();
  }

  private void giveSlotBack() {
    if (!hasSlot) return;
    hasSlot = false;
    upstream.end(latencyNs, beganNs, dropped, retries);
  }
}
