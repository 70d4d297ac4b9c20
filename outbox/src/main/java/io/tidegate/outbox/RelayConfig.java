package io.tidegate.outbox;

import io.tidegate.outbox.event.EventFilter;
import java.time.Duration;
import java.util.List;

/**
 * How one sink is sent to.
 *
 * @param sink its name: a letter, and up to 31 of a-z, 0-9 and -
 * @param events which events it gets
 * @param from where a sink begins that nobody knew before
 * @param ordered whether an event that it does not take holds up those behind it; else that event
 *     becomes a letter
 * @param batch events handed to the sink at once, in [1, 1_000]
 * @param retry delays before the second and each further attempt at a letter, each in [1 s, 7
 *     days], 1 to 24 of them; after the last the letter is dead
 * @param giveUp how long a sink that takes nothing is tried before it is switched off, in [1 min,
 *     30 days]
 * @param source where events happen, for their receivers; empty for {@code /tidegate/REALM}
 */
public record RelayConfig(
    String sink,
    EventFilter events,
    From from,
    boolean ordered,
    int batch,
    List<Duration> retry,
    Duration giveUp,
    String source) {

  /** Where a sink begins that nobody knew before. */
  public enum From {
    /** With what happens from now on. */
    END,
    /** With the first record of the log. */
    BEGINNING
  }

  public static final int BATCH_MAX = 1_000;
  public static final int RETRIES_MAX = 24;
  public static final Duration RETRY_LEAST = Duration.ofSeconds(1);
  public static final Duration RETRY_MOST = Duration.ofDays(7);
  public static final Duration GIVE_UP_LEAST = Duration.ofMinutes(1);
  public static final Duration GIVE_UP_MOST = Duration.ofDays(30);

  /** That of Standard Webhooks' example, which ends after 75 h 35 min. */
  public static final List<Duration> RETRY_DEFAULT =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** Checks the bounds. */
  public RelayConfig {
    retry = List.copyOf(retry);
    if (!sink.matches("[a-z][a-z0-9-]{0,31}"))
      throw new IllegalArgumentException(
          "name must be a letter and up to 31 of a-z, 0-9 and -, not \"" + sink + "\"");
    if (batch < 1 || batch > BATCH_MAX)
      throw new IllegalArgumentException("batch must be in [1, " + BATCH_MAX + "], not " + batch);
    if (retry.isEmpty() || retry.size() > RETRIES_MAX)
      throw new IllegalArgumentException(
          "retry must have 1 to " + RETRIES_MAX + " delays, not " + retry.size());
    for (Duration delay : retry) within("retry", delay, RETRY_LEAST, RETRY_MOST);
    within("give-up", giveUp, GIVE_UP_LEAST, GIVE_UP_MOST);
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0)
      throw new IllegalArgumentException(
          "%s must be in [%s s, %s s], not %s s"
              .formatted(name, least.toSeconds(), most.toSeconds(), value.toSeconds()));
  }

  /** All events to that sink, from the end on, each on its own. */
  public static RelayConfig of(String sink) {
    return new RelayConfig(
        sink, EventFilter.ALL, From.END, false, 100, RETRY_DEFAULT, Duration.ofDays(5), "");
  }
}
