package io.tidegate.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRoundsTest {
  private static final int ROUNDS = 10;
  private static final long SEED = 20_261_128;

  @Test
  void ten_kills_and_stops_of_instances_lose_and_double_nothing(@TempDir Path folder)
      throws Exception {
    ClusterRounds.Found found =
        ClusterRounds.run(
            CrashRoundsTest.program("serve"), folder, ROUNDS, SEED, System.out::println);

    assertThat(found.faults()).isEmpty();
    assertThat(found.kills()).isPositive();
    assertThat(found.stops()).isPositive();
    assertThat(found.answered()).isGreaterThan(1_000);
    // Somebody must have met an instance that was gone, or the rounds prove less than they say.
    assertThat(found.retries()).isPositive();
  }
}
