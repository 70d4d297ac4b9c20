package io.tidegate.lab.client.dns;

import java.time.Duration;

/**
 * How names are looked up.
 *
 * @param ttl for how long an answer is kept, at least 0; {@link #FOREVER}
 * @param select which of several addresses is taken
 * @param policy which kinds of addresses are taken
 */
public record DnsConfig(Duration ttl, Select select, Policy policy) {

  /** An answer is kept for the whole run. */
  public static final Duration FOREVER = Duration.ofDays(36_500);

  /** k6's. */
  public static final DnsConfig DEFAULT =
      new DnsConfig(Duration.ofMinutes(5), Select.RANDOM, Policy.PREFER_IPV4);

  /** Which of several addresses is taken. */
  public enum Select {
    FIRST,
    RANDOM,
    ROUND_ROBIN
  }

  /** Which kinds of addresses are taken. */
  public enum Policy {
    /** Version 4 where there is one. */
    PREFER_IPV4,
    /** Version 6 where there is one. */
    PREFER_IPV6,
    ONLY_IPV4,
    ONLY_IPV6,
    ANY
  }

  /** Refuses what no cache can do. */
  public DnsConfig {
    if (ttl.isNegative()) throw new IllegalArgumentException("dns.ttl must not be negative");
  }
}
