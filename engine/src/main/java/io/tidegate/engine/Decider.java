package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Decision;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Retirement;
import io.tidegate.core.Rules;
import io.tidegate.core.State;
import io.tidegate.engine.view.Views;
import io.tidegate.store.EventSink;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides batches on a state: first what has become due, then commands in their order of arrival,
 * then what may leave memory. It knows neither threads nor how a batch becomes durable. Confined to
 * the thread that owns the state.
 */
public final class Decider {

  private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

  /** A batch must take at least this many bytes: a command and what it sets off never take more. */
  public static final int BATCH_BYTES_LEAST = Batch.ROOM_FOR_ONE;

  private static final Set<Standing> LIVE =
      EnumSet.of(Standing.WAITING, Standing.CALLED, Standing.INSIDE);

  private static final long RETIRE_EVERY_MS = 1_000;
  private static final int RETIRE_SLICE = 4_096;

  private final EngineConfig config;
  private final Rules rules;
  private final List<DueWork> dueWork;
  private final TickRule idle;
  private final Views views;
  private final EngineObserver observer;
  private final Retirement retirement = new Retirement(RETIRE_SLICE);
  private long retireAtMs;

  /**
   * What came of a turn.
   *
   * @param decided how many of the requests that waited have a result now, the first ones
   * @param events how many events were applied and handed to the sink
   * @param more whether more is due than fitted: the next turn should follow at once
   */
  public record Turn(int decided, int events, boolean more) {}

  /**
   * @param views are told what each event touches; to publish it is the caller's, once it is
   *     durable
   */
  public Decider(EngineConfig config, Limits limits, Views views, EngineObserver observer) {
    this.config = config;
    this.rules = new Rules(limits);
    this.views = views;
    this.observer = observer;
    // Sales before rooms: units that come back may let a room call.
    dueWork =
        List.of(
            new DueWork("sales", rules::nextDueInSales, observer),
            new DueWork("rooms", rules::nextDueInRooms, observer));
    idle = new TickRule("when something is due", observer);
  }

  /**
   * Decides one batch. If more is due than one batch takes, no command is decided in this one.
   *
   * @param waiting requests in their order of arrival
   * @param full what is in the way of writing, as {@link io.tidegate.core.Result.Full} names it;
   *     null if nothing is
   */
  public Turn turn(
      State state, EventSink sink, Now now, List<Request> waiting, @Nullable String full) {
    Batch batch = begin(state, sink, now, full);
    if (!batch.sweep(config.sweepMax())) return new Turn(0, batch.events(), true);
    int decided = 0;
    while (decided < waiting.size() && batch.hasRoom()) {
      Request request = waiting.get(decided++);
      observer.deciding(request.command());
      request.result(batch.decide(request.command()));
    }
    boolean more = !batch.sweep(config.sweepMax());
    if (full == null) retire(batch, now.ms());
    return new Turn(decided, batch.events(), more);
  }

  Batch begin(State state, EventSink sink, Now now, @Nullable String full) {
    return new Batch(rules, dueWork, sink, views, observer, state, now, full);
  }

  /** How long nothing falls due, ms in [1, tick]; what is due and did not happen waits a tick. */
  public long idleMs(State state, Now now) {
    Long untilDueMs = idle.ask(() -> rules.idleMs(state, now));
    return untilDueMs == null || untilDueMs <= 0
        ? config.tickMs()
        : Math.min(untilDueMs, config.tickMs());
  }

  /**
   * What a replica, which may be a little behind, can say of a place: nothing but what is so in the
   * line that it holds. Who is not found there, or has come back, is for whoever leads.
   *
   * @return the place of somebody who waits, is called or is inside; otherwise null
   */
  public @Nullable Result placeInReplica(State state, Command.AskPlace ask, Now now) {
    try {
      Decision decision = rules.decide(state, ask, now);
      if (!decision.events().isEmpty()) return null;
      Result result = rules.finalResult(state, decision.result(), now);
      return result instanceof Result.Place(var place) && LIVE.contains(place.standing())
          ? result
          : null;
    } catch (RuntimeException e) {
      LOG.error("The rule of places failed in a replica; whoever leads is asked.", e);
      return null;
    }
  }

  private void retire(Batch batch, long nowMs) {
    if (nowMs < retireAtMs || !batch.hasRoom()) return;
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
}
