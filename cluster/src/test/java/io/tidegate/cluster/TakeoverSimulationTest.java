package io.tidegate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of seeds of instances, clients and disasters; see {@link ClusterSimulation}. */
class TakeoverSimulationTest {

  /** How many seeds; -Dtidegate.seeds=N for more, -Dtidegate.seed=N for one. */
  private static final int SEEDS = Integer.getInteger("tidegate.seeds", 2_000);

  private static final long ONE = Long.getLong("tidegate.seed", -1);

  @Test
  void whatever_happens_every_answer_was_true_and_the_log_is_one() {
    long takeovers = 0;
    long cuts = 0;
    for (long seed = ONE < 0 ? 0 : ONE; seed < (ONE < 0 ? SEEDS : ONE + 1); seed++) {
      ClusterSimulation simulation = new ClusterSimulation(seed, Mutation.NONE);
      try {
        simulation.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      takeovers += simulation.takeovers;
      cuts += simulation.healed;
    }
    // Otherwise the seeds would show nothing.
    if (ONE < 0) assertThat(takeovers).isGreaterThan(2L * SEEDS);
    if (ONE < 0) assertThat(cuts).isGreaterThan(SEEDS / 6);
  }

  @Test
  void of_twenty_who_all_want_to_lead_one_does() {
    for (long seed = 0; seed < SEEDS / 40; seed++)
      new ClusterSimulation(seed, Mutation.NONE, 20, 20).run();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_broken_rule_is_found(Mutation mistake) {
    for (long seed = 0; seed < 400; seed++) {
      try {
        new ClusterSimulation(seed, mistake).run();
      } catch (RuntimeException | AssertionError found) {
        return;
      }
    }
    fail("nobody noticed " + mistake);
  }
}
