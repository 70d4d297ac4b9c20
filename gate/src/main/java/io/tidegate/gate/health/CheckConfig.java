package io.tidegate.gate.health;

import static io.tidegate.gate.bounds.Bounds.within;

import java.time.Duration;

/**
 * How endpoints are asked for their health.
 *
 * @param path that is asked for, with its query if it has one
 * @param interval from the end of one check to the next, in [100 ms, 1 h]
 * @param timeout within which a check must be answered, in [10 ms, 1 min]
 * @param rise checks in a row that bring an endpoint back, in [1, 100]
 * @param fall checks in a row that take it out, in [1, 100]
 * @param statusFrom lowest status that counts as success, in [100, 599]
 * @param statusTo highest one, in [{@code statusFrom}, 599]
 */
public record CheckConfig(
    String path,
    Duration interval,
    Duration timeout,
    int rise,
    int fall,
    int statusFrom,
    int statusTo) {

  /** Every 2 s with 1 s to answer; 2 times 200 to 399 for in, 3 times anything else for out. */
  public static CheckConfig at(String path) {
    return new CheckConfig(path, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3, 200, 399);
  }

  /** Checks the bounds. */
  public CheckConfig {
    if (!path.matches("/[\\x21-\\x7e]*"))
      throw new IllegalArgumentException("check.path must begin with a slash and be plain ASCII");
    within("check.interval", interval, Duration.ofMillis(100), Duration.ofHours(1));
    within("check.timeout", timeout, Duration.ofMillis(10), Duration.ofMinutes(1));
    within("check.rise", rise, 1, 100);
    within("check.fall", fall, 1, 100);
    within("check.status-from", statusFrom, 100, 599);
    within("check.status-to", statusTo, statusFrom, 599);
  }

  boolean expects(int status) {
    return status >= statusFrom && status <= statusTo;
  }
}
