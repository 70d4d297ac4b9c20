package io.tidegate.gate.discovery;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;

/** One SRV record (RFC 2782). */
record ServiceRecord(int priority, int weight, int port, String target) {

  /**
   * Reads {@code 10 60 8000 a.models.internal.}
   *
   * @throws IllegalArgumentException if it is none
   */
  static ServiceRecord parse(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 4) throw new IllegalArgumentException("no SRV record: " + text);
    String target = parts[3];
    return new ServiceRecord(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        target.endsWith(".") ? target.substring(0, target.length() - 1) : target);
  }

  /** A weight of 0 is a small one, and ours have a bound of their own. */
  EndpointConfig endpoint() {
    return new EndpointConfig(target, port, Math.clamp(weight, 1, EndpointConfig.WEIGHT_MOST));
  }
}
