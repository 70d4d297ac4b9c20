package io.tidegate.gate.health;

import static io.tidegate.gate.bounds.Bounds.within;

import java.time.Duration;

/**
 * When an endpoint is ejected for what became of requests to it, and for how long.
 *
 * @param faults requests in a row without a whole response, in [1, 1_000_000]
 * @param statuses requests in a row with a fault or a status of 500 or more, in [1, 1_000_000]
 * @param first time it is out, in [100 ms, 10 min]; twice as long each time it is soon out again
 * @param longest time it is out, in [{@code first}, 1 h]
 */
public record EjectionConfig(int faults, int statuses, Duration first, Duration longest) {

  private static final int MOST = 1_000_000;

  /** Nobody, in practice. */
  public static final EjectionConfig NONE =
      new EjectionConfig(MOST, MOST, Duration.ofSeconds(1), Duration.ofSeconds(1));

  /** After 3 faults or 5 statuses, from 1 s to 30 s. */
  public static final EjectionConfig DEFAULT =
      new EjectionConfig(3, 5, Duration.ofSeconds(1), Duration.ofSeconds(30));

  /** Checks the bounds. */
  public EjectionConfig {
    within("ejection.faults", faults, 1, MOST);
    within("ejection.statuses", statuses, 1, MOST);
    within("ejection.first", first, Duration.ofMillis(100), Duration.ofMinutes(10));
    within("ejection.longest", longest, first, Duration.ofHours(1));
  }
}
