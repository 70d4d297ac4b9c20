package io.tidegate.gate.forward;

import java.time.Duration;

/**
 * How long the gate waits for an upstream, each in ms in [{@value #MS_LEAST}, {@value #MS_MOST}].
 * How long it waits for the client, its server says.
 *
 * @param response from the request's last byte to the head of the response
 * @param stall between two parts of a body
 * @param quiet without a byte from either side, where that is usual: another protocol, or a stream
 *     of events
 */
public record ForwardTimes(Duration response, Duration stall, Duration quiet) {

  public static final int MS_LEAST = 10;
  public static final int MS_MOST = 24 * 3_600_000;

  /** A minute for a response and within one, an hour where silence is usual. */
  public static final ForwardTimes DEFAULT =
      new ForwardTimes(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofHours(1));

  public ForwardTimes {
    within("response-ms", response);
    within("stall-ms", stall);
    within("quiet-ms", quiet);
  }

  private static void within(String key, Duration time) {
    if (time.toMillis() < MS_LEAST || time.toMillis() > MS_MOST)
      throw new IllegalArgumentException(key + " must be in [" + MS_LEAST + ", " + MS_MOST + "]");
  }
}
