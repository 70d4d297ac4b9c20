package io.tidegate.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.bench.peer.TidegateProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashRoundsTest {
  private static final int ROUNDS = 20;
  private static final long SEED = 20_261_120;

  @Test
  void twenty_kills_under_load_lose_nothing_that_was_answered_and_leave_nothing_half(
      @TempDir Path folder) throws Exception {
    CrashReport found =
        CrashRounds.run(launch(), folder.resolve("data"), ROUNDS, SEED, System.out::println);

    assertThat(found.faults()).isEmpty();
    assertThat(found.rounds()).isEqualTo(ROUNDS);
    assertThat(found.killsWhileStarting()).isPositive();
    assertThat(found.answered()).isGreaterThan(1_000);
    // Both kinds of what was not answered must have been met, or the rounds prove less than they
    // say.
    assertThat(found.tookEffect()).isPositive();
    assertThat(found.unanswered()).isGreaterThan(found.tookEffect());
  }

  private static TidegateProcess.Launch launch() {
    return new TidegateProcess.Launch(program("up"), Map.of());
  }

  /** The program as it is on this test's class path, with the launcher's flags that matter. */
  static List<String> program(String command) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseCompactObjectHeaders",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", // starts sooner, and has no time to get warm anyway
        "-cp",
        System.getProperty("java.class.path"),
        "io.tidegate.app.Main",
        command);
  }
}
