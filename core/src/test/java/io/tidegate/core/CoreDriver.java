package io.tidegate.core;

import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.sale.SaleState;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives {@link Rules} in the order their Javadoc states, with a clock set by hand, for tests. What
 * a shell around the rules does with threads, journals and replies is left out; what it does to the
 * state is all here: check each event before it is applied, drop a command's events and stop the
 * sale at a breach. Not thread-safe.
 */
public final class CoreDriver {

  /** An event and the time of its batch. */
  public record Happened(Event event, Now now) {}

  /** More events than this without a command mean that what is due never ends. */
  private static final int DUE_MAX = 200_000;

  private static final long SEED = 0x5EED;
  private static final Set<Class<?>> SEEN = ConcurrentHashMap.newKeySet();

  /** The result that a command says it comes to where it is not refused. */
  private static final ClassValue<Type> EXPECTED =
      new ClassValue<>() {
        @Override
        protected Type computeValue(Class<?> command) {
          return Arrays.stream(command.getGenericInterfaces())
              .filter(ParameterizedType.class::isInstance)
              .map(expecting -> ((ParameterizedType) expecting).getActualTypeArguments()[0])
              .findFirst()
              .orElseThrow();
        }
      };

  private final Rules rules;
  private final List<Happened> history = new ArrayList<>();
  private State state = new State(SEED);
  private long nowMs;
  private int lagSeconds;

  /** A new state at this time. */
  public CoreDriver(Limits limits, long nowMs) {
    this(new Rules(limits), nowMs);
  }

  CoreDriver(Rules rules, long nowMs) {
    this.rules = rules;
    this.nowMs = nowMs;
  }

  /** Classes of all results that any driver of this JVM has ever answered. */
  public static Set<Class<?>> seen() {
    return SEEN;
  }

  /** The rules it drives. */
  public Rules rules() {
    return rules;
  }

  /** The state as it is. */
  public State state() {
    return state;
  }

  /** Goes on with another state, say a restored one. */
  public void state(State other) {
    state = other;
  }

  /** Engine time, epoch ms. */
  public long nowMs() {
    return nowMs;
  }

  /** Sets the clock, never back. */
  public void at(long newNowMs) {
    if (newNowMs < nowMs) throw new IllegalArgumentException("time runs forward");
    nowMs = newNowMs;
  }

  /** Moves the clock on; nothing happens until the next batch. */
  public void pass(long ms) {
    at(nowMs + ms);
  }

  /** From here on the hour is so many seconds behind engine time. */
  public void lag(int seconds) {
    lagSeconds = seconds;
  }

  /** Both readings of the clock. */
  public Now now() {
    return Now.lagging(nowMs, lagSeconds);
  }

  /** Nobody is served from now on for that long; somebody leads behind it. */
  public void outage(long ms) {
    long fromMs = nowMs;
    pass(ms);
    state.lead(new Leader(state.term() + 1, new UUID(nowMs, fromMs), "", "here", fromMs, nowMs));
  }

  /** All that happened so far, in its order. */
  public List<Happened> history() {
    return history;
  }

  /** A batch of one command. */
  public Result ask(Command command) {
    return batch(command).getFirst();
  }

  /** A batch: what is due, then each command in turn. */
  public List<Result> batch(Command... commands) {
    due();
    List<Result> results = new ArrayList<>();
    for (Command command : commands) results.add(decide(command));
    return results;
  }

  /** Makes true what time has made true: a batch without commands. */
  public void due() {
    run(() -> rules.nextDue(state, now()));
  }

  /** One command of a batch that has begun. */
  public Result decide(Command command) {
    run(() -> rules.before(state, command, nowMs));
    Decision decision = rules.decide(state, command, now());
    String broken = firstBroken(decision.events());
    Result result = broken == null ? decision.result() : new Result.Broken(broken);
    if (broken == null) decision.events().forEach(this::happen);
    run(() -> rules.after(state, command, nowMs));
    Result settled = rules.finalResult(state, result, now());
    SEEN.add(settled.getClass());
    if (!(settled instanceof Result.Refusal)
        && settled.getClass() != EXPECTED.get(command.getClass()))
      throw new AssertionError(command + " came to " + settled);
    return settled;
  }

  /** Applies an event as a replay would, unchecked. */
  public void happen(Event event) {
    state.apply(event, now());
    history.add(new Happened(event, now()));
  }

  private void run(Supplier<@Nullable Event> next) {
    int happened = 0;
    for (Event event = next.get(); event != null; event = next.get()) {
      if (++happened > DUE_MAX) throw new AssertionError("never ends: " + event);
      if (firstBroken(List.of(event)) == null) happen(event);
    }
  }

  /**
   * The invariant that the first unsound event would break, its sale stopped; null if all are
   * sound.
   */
  private @Nullable String firstBroken(List<Event> events) {
    for (Event event : events) {
      String broken = Invariants.broken(state, event);
      if (broken == null) continue;
      stop(Invariants.saleOf(state, event), broken);
      return broken;
    }
    return null;
  }

  private void stop(long sale, String why) {
    if (sale == 0 || state.sale().sales.state(sale) == SaleState.STOPPED) return;
    happen(new SaleSwitched(sale, SaleState.STOPPED, why));
  }
}
