package io.tidegate.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.CoreDriver.Happened;
import io.tidegate.core.Event;
import io.tidegate.core.Result;
import io.tidegate.core.Retirement;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a state was reached, it is the same: by commands, by replay of their events, or through a
 * snapshot; and it stays the same under whatever comes next.
 */
class RestartTest {

  private static final long START_MS = 1_700_000_000_000L;

  /** A driver that random commands are fed to; the same seed feeds the same commands. */
  private static final class Feed {
    final CoreDriver core = new CoreDriver(RandomCommands.TIGHT, START_MS);
    final List<Result> results = new ArrayList<>();
    private final Model model = new Model(RandomCommands.TIGHT);
    private final Retirement retirement = new Retirement(8);
    private final RandomCommands random;

    Feed(long seed) {
      random = new RandomCommands(seed, model);
      random.beginning(START_MS).forEach(this::ask);
    }

    void feed(int batches) {
      for (int i = 0; i < batches; i++) {
        core.pass(random.step(core.nowMs(), core.rules().nextDueMs(core.state())));
        if (results.size() % 29 == 0) core.lag(random.lag());
        core.due();
        model.due(core.now());
        retire();
        ask(random.next(core.nowMs()));
      }
    }

    Command nextCommand() {
      return random.next(core.nowMs());
    }

    private void ask(Command command) {
      model.ask(command, core.now());
      Result result = core.decide(command);
      random.saw(result);
      results.add(result);
    }

    private void retire() {
      Event keys = retirement.nextKeys(core.state(), core.nowMs());
      if (keys instanceof Event.KeysExpired(long[] halves)) {
        core.happen(keys);
        model.users.forget(halves, core.nowMs());
      }
      Event claims = retirement.nextClaims(core.state(), core.nowMs());
      if (claims instanceof Event.ClaimsRetired(long[] ids)) {
        core.happen(claims);
        model.users.retire(ids, core.nowMs());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void a_restored_state_goes_on_as_the_original_to_the_last_number(long seed) {
    Feed original = new Feed(seed);
    Feed restarted = new Feed(seed);
    for (int i = 0; i < 12; i++) {
      original.feed(60);
      restarted.feed(30);
      restarted.core.state(SnapshotRoundTrip.restarted(restarted.core.state(), seed + i));
      restarted.feed(30);
      SnapshotRoundTrip.assertSame(original.core.state(), restarted.core.state());
    }
    assertThat(restarted.results)
        .usingElementComparator((a, b) -> ModelComparison.equal(a, b) ? 0 : 1)
        .isEqualTo(original.results);
    assertThat(text(restarted.core)).isEqualTo(text(original.core));
  }

  private static List<String> text(CoreDriver core) {
    return core.history().stream().map(h -> h.now().ms() + " " + nameOf(h.event())).toList();
  }

  private static String nameOf(Event event) {
    return event instanceof Event.Claimed e
        ? "claim " + e.claim() + " of " + e.user()
        : event.getClass().getSimpleName();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
  void replaying_the_events_gives_the_state(long seed) {
    Feed feed = new Feed(seed);
    feed.feed(800);
    State replayed = new State(seed);
    for (Happened happened : feed.core.history()) replayed.apply(happened.event(), happened.now());
    SnapshotRoundTrip.assertSame(feed.core.state(), replayed);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
  void replaying_from_a_snapshot_on_gives_the_state(long seed) {
    Feed feed = new Feed(seed);
    feed.feed(400);
    State snapshot = SnapshotRoundTrip.restarted(feed.core.state(), seed);
    int from = feed.core.history().size();
    feed.feed(400);
    List<Happened> rest = feed.core.history().subList(from, feed.core.history().size());
    for (Happened happened : rest) snapshot.apply(happened.event(), happened.now());
    SnapshotRoundTrip.assertSame(feed.core.state(), snapshot);
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44, 45})
  void a_snapshot_never_changes_while_the_state_goes_on(long seed) {
    Feed feed = new Feed(seed);
    feed.feed(200);
    StateSnapshot snapshot = StateSnapshot.of(feed.core.state());
    List<String> then = SnapshotRoundTrip.content(snapshot);
    feed.feed(600);
    assertThat(SnapshotRoundTrip.content(snapshot)).isEqualTo(then);
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52, 53, 54, 55})
  void deciding_changes_nothing(long seed) {
    Feed feed = new Feed(seed);
    for (int i = 0; i < 40; i++) {
      feed.feed(10);
      State state = feed.core.state();
      List<String> then = content(state);
      Command command = feed.nextCommand();
      feed.core.rules().nextDue(state, feed.core.nowMs() + 5_000);
      feed.core.rules().nextDueMs(state);
      feed.core.rules().before(state, command, feed.core.nowMs());
      Result result = feed.core.rules().decide(state, command, feed.core.nowMs()).result();
      feed.core.rules().after(state, command, feed.core.nowMs());
      feed.core.rules().finalResult(state, result, feed.core.now());
      assertThat(content(state)).isEqualTo(then);
    }
  }

  private static List<String> content(State state) {
    List<String> content = SnapshotRoundTrip.content(StateSnapshot.of(state));
    StateSnapshot.thaw(state);
    return content;
  }
}
