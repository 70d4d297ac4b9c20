package io.tidegate.gate.cache;

import java.time.Duration;

/**
 * How a route's cache keeps responses.
 *
 * @param bytes that all responses together may take, in [{@value #BYTES_LEAST}, {@value
 *     #BYTES_MOST}]
 * @param responseBytes that one may take, in [0, {@code bytes}]
 * @param ttl for how long a response is fresh that does not say so itself, in ms in [0, {@value
 *     #MS_MOST}]; 0 keeps only those that do
 * @param staleWhileRevalidate for how long after that it is still given out while it is fetched
 *     anew, where the response does not say; bounded as {@code ttl}
 * @param staleIfError for how long after that it is given out where the upstream fails, where the
 *     response does not say; bounded as {@code ttl}
 */
public record CacheConfig(
    long bytes,
    int responseBytes,
    Duration ttl,
    Duration staleWhileRevalidate,
    Duration staleIfError) {

  public static final int BYTES_LEAST = 64 * 1024;
  public static final int BYTES_MOST = 1 << 30;
  public static final int MS_MOST = 24 * 3_600_000;

  /** 32 MB, and what says for how long it is fresh. */
  public static final CacheConfig DEFAULT =
      new CacheConfig(32 << 20, 1 << 20, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  public CacheConfig {
    within("bytes", bytes, BYTES_LEAST, BYTES_MOST);
    within("response-bytes", responseBytes, 0, bytes);
    within("ttl-ms", ttl.toMillis(), 0, MS_MOST);
    within("stale-while-revalidate-ms", staleWhileRevalidate.toMillis(), 0, MS_MOST);
    within("stale-if-error-ms", staleIfError.toMillis(), 0, MS_MOST);
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
  }
}
