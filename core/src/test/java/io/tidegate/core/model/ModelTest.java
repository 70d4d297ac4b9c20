package io.tidegate.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.AdmissionWatch;
import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.Event;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Retirement;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed state against the reference model. */
class ModelTest {

  private static final int SEEDS = 240;
  private static final int COMMANDS = 1_000;
  private static final int BLOCK = 40;

  /** What comes later than this comes never. */
  private static final long IDLE_MS_MAX = 1L << 50;

  private static final long START_MS = 1_700_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {0, BLOCK, 2 * BLOCK, 3 * BLOCK, 4 * BLOCK, 5 * BLOCK})
  void the_packed_state_equals_its_model(int firstSeed) {
    int drawn = 0;
    int heldRetired = 0;
    int endedRetired = 0;
    for (int seed = firstSeed; seed < Math.min(SEEDS, firstSeed + BLOCK); seed++) {
      Run run = new Run(seed);
      run.all();
      drawn += run.drawn();
      heldRetired += run.heldRetired;
      endedRetired += run.endedRetired;
    }
    assertThat(drawn).as("people whose turns were drawn").isGreaterThan(10);
    assertThat(heldRetired).as("holds that left memory with their stopped sale").isPositive();
    assertThat(endedRetired).as("claims that left a sale that goes on").isPositive();
  }

  /** One seed: model and rules side by side. */
  private static final class Run {
    private final long seed;
    private final Model model = new Model(RandomCommands.TIGHT);
    private final CoreDriver core = new CoreDriver(RandomCommands.TIGHT, START_MS);
    private final AdmissionWatch watch = new AdmissionWatch();
    private final Retirement retirement = new Retirement(8);
    private final RandomCommands random;
    private int watched;
    private int heldRetired;
    private int endedRetired;
    private int asked;

    Run(long seed) {
      this.seed = seed;
      random = new RandomCommands(seed, model);
    }

    void all() {
      due();
      random.beginning(START_MS).forEach(this::ask);
      while (asked < COMMANDS) {
        core.pass(random.step(core.nowMs(), core.rules().nextDueMs(core.state())));
        if (asked % 37 == 0) outage();
        if (asked % 29 == 0) core.lag(random.lag());
        due();
        retire();
        for (int left = 1 + asked % 3; left > 0; left--) ask(random.next(core.nowMs()));
        sinks();
        if (asked % 40 == 3) stop(1 + asked / 40 % 3);
        if (asked % 60 == 7) putAside(1 + asked / 60 % 2);
        if (asked % 50 == 0) core.state(SnapshotRoundTrip.restarted(core.state(), asked));
      }
    }

    /** Not counted: what happens to sinks changes nothing else. */
    private void sinks() {
      ask(random.outbox());
      asked--;
    }

    /** As a broken invariant does it. */
    private void stop(long sale) {
      SaleModel.Sale stopped = model.sale.sales.get(sale);
      if (stopped == null || stopped.state == SaleState.STOPPED) return;
      core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
      model.sale.stop(stopped, core.nowMs());
      compare("a stop");
    }

    /** As a rule that failed does it. */
    private void putAside(long id) {
      RoomModel room = model.rooms.get(id);
      if (room == null || room.aside()) return;
      core.happen(new Event.RoomQuarantined(id, "a test"));
      room.putAside(core.nowMs());
      compare("a quarantine");
    }

    /** Begins at any moment, also where something has been due and nobody was there to do it. */
    private void outage() {
      long fromMs = core.nowMs();
      core.outage(random.outage());
      model.outage(fromMs, core.nowMs() - fromMs);
    }

    /** People in cohorts of at least two that were drawn. */
    int drawn() {
      return model.rooms.values().stream()
          .map(room -> room.lot)
          .filter(lot -> lot != null && lot.drawn && lot.turns.size() > 1)
          .mapToInt(lot -> lot.turns.size())
          .sum();
    }

    private void due() {
      core.due();
      model.due(core.now());
      compare("what is due");
      nextDueIsExact();
      watch.assertNobodyWaitsWhoMayBeCalled(core.state(), core.nowMs());
    }

    private void ask(Command command) {
      asked++;
      Result wanted = model.ask(command, core.now());
      Result is = core.decide(command);
      random.saw(is);
      if (!ModelComparison.equal(is, wanted))
        throw new AssertionError(at(command) + "\n is    " + is + "\n model " + wanted);
      compare(command);
      nextDueIsExact();
    }

    private void compare(Object after) {
      try {
        for (; watched < core.history().size(); watched++) watch.saw(core.history().get(watched));
        new ModelComparison(model, core.state(), core.nowMs()).check();
      } catch (AssertionError e) {
        throw new AssertionError(at(after) + ": " + e.getMessage(), e);
      }
    }

    /** Something is due now if and only if nothing is idle any more; not a moment before. */
    private void nextDueIsExact() {
      long idleMs = core.rules().idleMs(core.state(), core.now());
      boolean dueNow = isDueIn(0);
      if (dueNow != idleMs <= 0)
        throw new AssertionError(at("idle for " + idleMs) + ": due now is " + dueNow);
      if (dueNow || idleMs > IDLE_MS_MAX) return;
      if (!isDueIn(idleMs) || isDueIn(idleMs - 1))
        throw new AssertionError(at("idle for " + idleMs) + " is not when something is due");
    }

    private boolean isDueIn(long ms) {
      Now then = Now.lagging(core.nowMs() + ms, core.now().lagSeconds());
      return core.rules().nextDue(core.state(), then) != null;
    }

    private void retire() {
      happen(retirement.nextKeys(core.state(), core.nowMs()));
      happen(retirement.nextClaims(core.state(), core.nowMs()));
    }

    private void happen(@Nullable Event event) {
      if (event == null) return;
      if (event instanceof Event.ClaimsRetired(long[] claims)) for (long claim : claims) saw(claim);
      core.happen(event);
      if (event instanceof Event.KeysExpired(long[] halves))
        model.users.forget(halves, core.nowMs());
      if (event instanceof Event.ClaimsRetired(long[] claims))
        model.users.retire(claims, core.nowMs());
      compare(event);
    }

    private void saw(long retired) {
      SaleTables t = core.state().sale();
      if (t.claims.state(retired) == ClaimState.HELD) heldRetired++;
      if (!t.sales.over(t.offers.sale(t.claims.offer(retired)))) endedRetired++;
    }

    private String at(Object what) {
      return "seed " + seed + ", command " + asked + ", at " + core.nowMs() + ": " + what;
    }
  }
}
