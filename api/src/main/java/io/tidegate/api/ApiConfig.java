package io.tidegate.api;

import io.tidegate.http.server.Hosts;
import java.util.Set;

/**
 * What an operator may choose about the API.
 *
 * @param selfTopUp whether users may top up their own wallets (for demonstrations)
 * @param corsOrigins origins whose pages may read replies, exactly as browsers send them; none
 *     switches CORS off
 * @param cacheBytes of encoded documents kept, in [{@value #CACHE_BYTES_LEAST}, {@value
 *     #CACHE_BYTES_MOST}]
 * @param room name of the room that is meant where none is named
 * @param coupon offer that {@code /coupon/issue} hands out, at least 1
 * @param hosts the hosts that are answered for
 */
public record ApiConfig(
    boolean selfTopUp,
    Set<String> corsOrigins,
    long cacheBytes,
    String room,
    long coupon,
    Hosts hosts) {

  public static final long CACHE_BYTES_LEAST = 1L << 20;
  public static final long CACHE_BYTES_MOST = 16L << 30;

  /** No topping up by oneself, no CORS, 64 MiB of documents, room {@code default}, offer 1. */
  public static final ApiConfig DEFAULT =
      new ApiConfig(false, Set.of(), 64L << 20, "default", 1, Hosts.ANY);

  /** Checks the bounds. */
  public ApiConfig {
    if (cacheBytes < CACHE_BYTES_LEAST || cacheBytes > CACHE_BYTES_MOST)
      throw new IllegalArgumentException(
          "api.cache-bytes must be in [1 MiB, 16 GiB], not " + cacheBytes);
    if (room.isBlank() || room.length() > 64)
      throw new IllegalArgumentException("api.room must have 1 to 64 characters");
    if (coupon < 1) throw new IllegalArgumentException("api.coupon must be at least 1");
    corsOrigins = Set.copyOf(corsOrigins);
  }

  /** The same for requests to any host. */
  public ApiConfig(
      boolean selfTopUp, Set<String> corsOrigins, long cacheBytes, String room, long coupon) {
    this(selfTopUp, corsOrigins, cacheBytes, room, coupon, Hosts.ANY);
  }

  /** The same with or without topping up by oneself. */
  public ApiConfig selfTopUp(boolean allowed) {
    return new ApiConfig(allowed, corsOrigins, cacheBytes, room, coupon, hosts);
  }

  /** The same for pages of these origins. */
  public ApiConfig corsOrigins(Set<String> origins) {
    return new ApiConfig(selfTopUp, origins, cacheBytes, room, coupon, hosts);
  }

  /** The same for requests to these hosts alone. */
  public ApiConfig hosts(Hosts answered) {
    return new ApiConfig(selfTopUp, corsOrigins, cacheBytes, room, coupon, answered);
  }
}
