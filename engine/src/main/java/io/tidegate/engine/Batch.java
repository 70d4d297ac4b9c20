package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Decision;
import io.tidegate.core.Event;
import io.tidegate.core.Invariants;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Rules;
import io.tidegate.core.State;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.Views;
import io.tidegate.store.EventSink;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch while it is decided: each event is checked against the invariants, applied, added to
 * the batch of the store and noted for the views. Confined to the loop's thread.
 */
final class Batch {

  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

  /** A command and what it sets off never take more. */
  static final int ROOM_FOR_ONE = 4 * EventSink.EVENT_BYTES_MAX;

  /** Bound of what one command may set off before and after it; far above what rules produce. */
  private static final int CONSEQUENCES_MAX = 1_000;

  private static final Decision FAILED = new Decision(new Result.Failed(), List.of());

  private final Rules rules;
  private final List<DueWork> dueWork;
  private final EventSink sink;
  private final Views views;
  private final EngineObserver observer;
  private final State state;
  private final Now now;
  private final @Nullable String full;
  private final boolean writable;
  private int events;

  /**
   * @param dueWork parts of what falls due, in the order in which they are made
   * @param full what is in the way of writing, as {@link Result.Full} names it; null if nothing is
   */
  Batch(
      Rules rules,
      List<DueWork> dueWork,
      EventSink sink,
      Views views,
      EngineObserver observer,
      State state,
      Now now,
      @Nullable String full) {
    this.rules = rules;
    this.dueWork = dueWork;
    this.sink = sink;
    this.views = views;
    this.observer = observer;
    this.state = state;
    this.now = now;
    this.full = full;
    this.writable = full == null;
  }

  State state() {
    return state;
  }

  int events() {
    return events;
  }

  boolean hasRoom() {
    return !writable || sink.remaining() >= ROOM_FOR_ONE;
  }

  /**
   * Makes true what time made due, as far as that can be.
   *
   * @return false if there is more than {@code most}
   */
  boolean sweep(int most) {
    if (!writable) return true;
    int left = most;
    for (DueWork part : dueWork) left = sweep(part, left);
    return left > 0;
  }

  /** Returns how many events more it might have made; 0 if there may be more to make. */
  private int sweep(DueWork part, int most) {
    for (int left = most; left > 0 && hasRoom(); left--) {
      Event event = part.next(state, now);
      if (event == null) return left;
      int before = events;
      if (make(event) == null || events > before || setAside(event)) continue;
      return left;
    }
    return 0;
  }

  /**
   * What cannot be made, and belongs to no sale that could be stopped for it, would keep all that
   * falls due later waiting. Only a hold can be like that.
   */
  private boolean setAside(Event event) {
    if (!(event instanceof Event.Lapsed(long claim))) return false;
    LOG.error("The hold of claim {} cannot lapse and is set aside; the others lapse.", claim);
    state.sale().claims.keepHeld(held -> held == claim);
    return true;
  }

  Result decide(Command command) {
    if (writable) applyConsequences(command, true);
    Decision decision = decision(command);
    if (full != null && !decision.events().isEmpty()) return new Result.Full(full);
    for (Event event : decision.events()) {
      String broken = make(event);
      if (broken != null) return new Result.Broken(broken);
    }
    // Also behind a mere question: it may have brought somebody back whose turn it is at once.
    if (writable) applyConsequences(command, false);
    return finalResult(command, decision.result());
  }

  // Rules change nothing, so one that throws is a bug that costs this command alone.

  private Decision decision(Command command) {
    try {
      return rules.decide(state, command, now);
    } catch (RuntimeException e) {
      failed(command, e);
      return FAILED;
    }
  }

  private void applyConsequences(Command command, boolean before) {
    for (int i = 0; i < CONSEQUENCES_MAX; i++) {
      Event event = consequence(command, before);
      if (event == null || make(event) != null) return;
    }
  }

  private @Nullable Event consequence(Command command, boolean before) {
    try {
      return before
          ? rules.before(state, command, now.ms())
          : rules.after(state, command, now.ms());
    } catch (RuntimeException e) {
      failed(command, e);
      return null;
    }
  }

  private Result finalResult(Command command, Result result) {
    try {
      return rules.finalResult(state, result, now);
    } catch (RuntimeException e) {
      failed(command, e);
      return result;
    }
  }

  private void failed(Command command, RuntimeException e) {
    LOG.error("A rule failed on {}; the rest goes on.", command.getClass().getSimpleName(), e);
    observer.breach("a rule failed");
  }

  /**
   * Checks, applies and records one event; returns the invariant it would have broken, null if
   * none.
   */
  private @Nullable String make(Event event) {
    String broken = broken(event);
    if (broken != null) {
      stop(event, broken);
      return broken;
    }
    tell(event);
    record(event);
    return null;
  }

  /** A check that throws has not found the event sound. */
  private @Nullable String broken(Event event) {
    try {
      return Invariants.broken(state, event);
    } catch (RuntimeException e) {
      LOG.error("The check of {} failed.", event, e);
      return "a check failed: " + e;
    }
  }

  /** Of what a rule says that failed. */
  private void tell(Event event) {
    if (event instanceof Event.RoomQuarantined(long room, String reason)) {
      LOG.error(
          "A rule failed in room {}, which is quarantined; the rest goes on: {}", room, reason);
      observer.breach("a rule failed in a room");
    }
    if (event instanceof Event.SaleSwitched(long sale, SaleState to, String reason)
        && to == SaleState.STOPPED) {
      LOG.error("A rule failed in sale {}, which is stopped; the rest goes on: {}", sale, reason);
      observer.breach("a rule failed in a sale");
    }
  }

  void record(Event event) {
    state.apply(event, now);
    sink.append(event);
    views.touch(state, event);
    observer.event(event);
    events++;
  }

  /** Late is recoverable, oversold is not: the sale stops, the rest of the batch goes on. */
  private void stop(Event event, String broken) {
    long sale = Invariants.saleOf(state, event);
    LOG.error(
        "The invariant '{}' would have been broken by {}, which was dropped; {}.",
        broken,
        event,
        sale == 0 ? "there is no sale to stop for it" : "sale " + sale + " is stopped");
    observer.breach(broken);
    if (sale != 0 && state.sale().sales.state(sale) != SaleState.STOPPED) {
      record(new Event.SaleSwitched(sale, SaleState.STOPPED, broken));
    }
  }
}
