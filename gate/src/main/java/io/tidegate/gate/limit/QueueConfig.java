package io.tidegate.gate.limit;

import static io.tidegate.gate.bounds.Bounds.within;

import java.time.Duration;

/**
 * Requests that wait for their turn at an upstream that has as many as it may.
 *
 * @param places in [0, 100_000]; 0 for no queue
 * @param deadline after which a request has waited in vain, in [1 ms, 1 min]
 */
public record QueueConfig(int places, Duration deadline) {

  /** 100 for up to 500 ms: long enough for a burst, too short to be a waiting room. */
  public static final QueueConfig DEFAULT = new QueueConfig(100, Duration.ofMillis(500));

  /** No queue. */
  public static final QueueConfig NONE = new QueueConfig(0, Duration.ofMillis(1));

  /** Checks the bounds. */
  public QueueConfig {
    within("queue.places", places, 0, 100_000);
    within("queue.deadline", deadline, Duration.ofMillis(1), Duration.ofMinutes(1));
  }
}
