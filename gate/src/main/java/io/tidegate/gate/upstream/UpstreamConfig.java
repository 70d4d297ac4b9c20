package io.tidegate.gate.upstream;

import java.time.Duration;
import java.util.List;

/**
 * How an upstream is reached.
 *
 * @param name how routes and metrics call it
 * @param endpoints its addresses
 * @param connect within which a connection must stand, in ms in [{@value #CONNECT_MS_LEAST},
 *     {@value #CONNECT_MS_MOST}]
 * @param policy who gets a request, and when
 */
public record UpstreamConfig(
    String name, List<EndpointConfig> endpoints, Duration connect, UpstreamPolicy policy) {

  public static final int CONNECT_MS_LEAST = 1;
  public static final int CONNECT_MS_MOST = 60_000;
  public static final Duration CONNECT = Duration.ofSeconds(2);

  public UpstreamConfig {
    endpoints = List.copyOf(endpoints);
    long ms = connect.toMillis();
    if (ms < CONNECT_MS_LEAST || ms > CONNECT_MS_MOST)
      throw new IllegalArgumentException(
          "connect-ms must be in [" + CONNECT_MS_LEAST + ", " + CONNECT_MS_MOST + "]");
  }

  /** One with the usual policy. */
  public UpstreamConfig(String name, List<EndpointConfig> endpoints, Duration connect) {
    this(name, endpoints, connect, UpstreamPolicy.DEFAULT);
  }

  /** The same with other endpoints. */
  public UpstreamConfig with(List<EndpointConfig> endpoints) {
    return new UpstreamConfig(name, endpoints, connect, policy);
  }

  /**
   * One address.
   *
   * @param host a name or an address, without brackets
   * @param port in [1, 65_535]
   * @param weight its share of the requests beside the others', in [1, {@value #WEIGHT_MOST}]
   */
  public record EndpointConfig(String host, int port, int weight) {

    public static final int WEIGHT_MOST = 1_000;

    private static final String FORM = "must be an address with a port, such as 127.0.0.1:9001";

    public EndpointConfig {
      if (port < 1 || port > 65_535)
        throw new IllegalArgumentException("the port must be in [1, 65535], not " + port);
      if (weight < 1 || weight > WEIGHT_MOST)
        throw new IllegalArgumentException("weight must be in [1, " + WEIGHT_MOST + "]");
    }

    /**
     * Reads {@code 127.0.0.1:9001}, {@code models.internal:80} or {@code [::1]:9001}.
     *
     * @throws IllegalArgumentException if it is none of these; the message goes on after the text
     */
    public static EndpointConfig parse(String text) {
      int colon = text.lastIndexOf(':');
      if (text.contains("://"))
        throw new IllegalArgumentException("must be an address such as 127.0.0.1:9001, not a URL");
      boolean bracketed = text.startsWith("[");
      if (colon < 1 || colon < text.lastIndexOf(']') || (!bracketed && text.indexOf(':') < colon))
        throw new IllegalArgumentException(FORM);
      String host = text.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
      try {
        return new EndpointConfig(host, Integer.parseInt(text.substring(colon + 1)), 1);
      } catch (NumberFormatException _) {
        throw new IllegalArgumentException(
            "must be an address with a port, such as 127.0.0.1:9001");
      }
    }

    /** As it is written: {@code 127.0.0.1:9001}. */
    public String text() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
