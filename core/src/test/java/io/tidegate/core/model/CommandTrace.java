package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.CoreDriver.Happened;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.Retirement;
import io.tidegate.core.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What one seed asks for, batch by batch, and what came of it: written once by the pure rules on a
 * state that never leaves memory, to be played to whatever claims to do the same.
 */
public final class CommandTrace {

  /** Few of everything, so that every bound is met. */
  public static final Limits TIGHT = RandomCommands.TIGHT;

  /** When a trace begins, epoch ms. */
  public static final long START_MS = 1_700_000_000_000L;

  private static final int MODEL_SLICE = 8;

  /**
   * One batch.
   *
   * @param results one for each command
   * @param events all that happened in it, in order
   * @param retired how many of them, at the end, let rows leave memory
   */
  public record Batch(
      long atMs, List<Command> commands, List<Result> results, List<Event> events, int retired) {}

  private final Model model;
  private final CoreDriver core;
  private final RandomCommands random;
  private final Random sizes;
  private final Retirement retirement = new Retirement(MODEL_SLICE);
  private final List<Batch> batches = new ArrayList<>();

  private CommandTrace(long seed, Limits limits) {
    model = new Model(limits);
    core = new CoreDriver(limits, START_MS);
    random = new RandomCommands(seed, model);
    sizes = new Random(seed);
  }

  /**
   * A trace.
   *
   * @param commands about how many
   * @param retiring whether what is over leaves memory now and then
   */
  public static CommandTrace of(long seed, Limits limits, int commands, boolean retiring) {
    CommandTrace trace = new CommandTrace(seed, limits);
    trace.batch(trace.random.beginning(START_MS), false);
    for (int asked = 0; asked < commands; ) asked += trace.next(retiring);
    return trace;
  }

  /** Its batches in order. */
  public List<Batch> batches() {
    return batches;
  }

  /** The state behind the last batch. */
  public State end() {
    return core.state();
  }

  private int next(boolean retiring) {
    core.pass(random.step(core.nowMs(), core.rules().nextDueMs(core.state())));
    int size = sizes.nextInt(6);
    List<Command> none = List.of();
    return batch(size == 0 ? none : null, retiring && sizes.nextInt(4) == 0) + 1;
  }

  /** A batch of these commands, or of random ones. */
  private int batch(@Nullable List<Command> given, boolean retiring) {
    int before = core.history().size();
    core.due();
    model.due(core.now());
    List<Command> commands = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    int size = given == null ? 1 + sizes.nextInt(5) : given.size();
    for (int i = 0; i < size; i++) {
      Command command = given == null ? random.next(core.nowMs()) : given.get(i);
      commands.add(command);
      results.add(ask(command));
    }
    int decided = core.history().size();
    if (retiring) retire();
    List<Event> events = new ArrayList<>();
    for (Happened happened : core.history().subList(before, core.history().size()))
      events.add(happened.event());
    batches.add(
        new Batch(core.nowMs(), commands, results, events, core.history().size() - decided));
    return size;
  }

  private Result ask(Command command) {
    model.ask(command, core.now());
    Result result = core.decide(command);
    random.saw(result);
    return result;
  }

  private void retire() {
    Event keys = retirement.nextKeys(core.state(), core.nowMs());
    if (keys != null) core.happen(keys);
    if (keys instanceof Event.KeysExpired(long[] halves)) model.users.forget(halves, core.nowMs());
    Event claims = retirement.nextClaims(core.state(), core.nowMs());
    if (claims != null) core.happen(claims);
    if (claims instanceof Event.ClaimsRetired(long[] ids)) model.users.retire(ids, core.nowMs());
  }
}
