package io.tidegate.gate.discovery;

import java.time.Duration;

/**
 * A name whose records are the endpoints of an upstream.
 *
 * @param name as it stands in the DNS
 * @param port of every address; 0 where the records say it, as SRV does
 * @param every how often it is asked for, in ms in [{@value #EVERY_MS_LEAST}, {@value
 *     #EVERY_MS_MOST}]
 */
public record DnsConfig(String name, int port, Duration every) implements DiscoveryConfig {

  public static final int EVERY_MS_LEAST = 100;
  public static final int EVERY_MS_MOST = 3_600_000;
  public static final Duration EVERY = Duration.ofSeconds(5);

  public DnsConfig {
    if (!name.matches("[A-Za-z0-9._-]+"))
      throw new IllegalArgumentException("dns must be a name, not \"" + name + "\"");
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("the port must be in [1, 65535], not " + port);
    long ms = every.toMillis();
    if (ms < EVERY_MS_LEAST || ms > EVERY_MS_MOST)
      throw new IllegalArgumentException(
          "every-ms must be in [" + EVERY_MS_LEAST + ", " + EVERY_MS_MOST + "], not " + ms);
  }

  /**
   * Reads {@code models.internal:8000}, whose addresses are meant, or {@code
   * _http._tcp.models.internal}, whose SRV records are.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static DnsConfig parse(String text, Duration every) {
    int colon = text.lastIndexOf(':');
    if (text.startsWith("_") && colon < 0) return new DnsConfig(text, 0, every);
    try {
      int port = colon < 1 ? 0 : Integer.parseInt(text.substring(colon + 1));
      if (port > 0) return new DnsConfig(text.substring(0, colon), port, every);
    } catch (NumberFormatException _) {
      // What helps is to say what would have been right.
    }
    throw new IllegalArgumentException(
        "dns must be a name with a port, such as models.internal:8000, or that of SRV records,"
            + " such as _http._tcp.models.internal");
  }

  /** Whether its SRV records are meant. */
  public boolean isService() {
    return port == 0;
  }

  @Override
  public String source() {
    return "dns " + name + (isService() ? "" : ":" + port);
  }
}
