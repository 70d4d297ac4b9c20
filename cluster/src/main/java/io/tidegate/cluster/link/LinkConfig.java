package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import java.time.Duration;

/**
 * Waiting times and bounds of links.
 *
 * @param ping after how long without a frame to send a link says that it is there, in [10 ms, 10 s]
 * @param silence after how long without a byte the other side is given up, in [100 ms, 60 s], at
 *     least twice {@code ping}
 * @param handshake how long a handshake may take in all, in [100 ms, 30 s]
 * @param stall how long one write may take, in [100 ms, 60 s]: a side that is there and reads
 *     nothing is given up
 * @param linksMost links of a server at once, in [1, 4_096]
 * @param strangersMost connections of a server whose handshake is under way, in [1, 4_096]; beyond
 *     it the oldest is closed
 * @param outboxFrames frames that wait to be sent over one link, in [1, 65_536]
 * @param outboxBytes bytes that they may take, in [{@link Frame#BYTES_MAX}, 2^30]
 */
public record LinkConfig(
    Duration ping,
    Duration silence,
    Duration handshake,
    Duration stall,
    int linksMost,
    int strangersMost,
    int outboxFrames,
    int outboxBytes) {

  /** What instances beside one another need. */
  public static final LinkConfig DEFAULT =
      new LinkConfig(
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          256,
          64,
          4_096,
          64 << 20);

  /** Checks the bounds. */
  public LinkConfig {
    within("ping", ping, Duration.ofMillis(10), Duration.ofSeconds(10));
    within("silence", silence, Duration.ofMillis(100), Duration.ofSeconds(60));
    within("handshake", handshake, Duration.ofMillis(100), Duration.ofSeconds(30));
    within("stall", stall, Duration.ofMillis(100), Duration.ofSeconds(60));
    within("links-most", linksMost, 1, 4_096);
    within("strangers-most", strangersMost, 1, 4_096);
    within("outbox-frames", outboxFrames, 1, 65_536);
    within("outbox-bytes", outboxBytes, Frame.BYTES_MAX, 1 << 30);
    if (silence.compareTo(ping.multipliedBy(2)) < 0)
      throw new IllegalArgumentException("link.silence must be at least twice link.ping");
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0)
      throw new IllegalArgumentException(
          "link.%s must be in [%s, %s], not %s".formatted(key, least, most, value));
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          "link.%s must be in [%d, %d], not %d".formatted(key, least, most, value));
  }
}
