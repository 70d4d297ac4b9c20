package io.tidegate.gate.forward;

import io.tidegate.gate.upstream.Refused;
import io.tidegate.http.wire.Refusal;
import java.util.concurrent.TimeUnit;

/** What the gate says where an upstream gives no response. */
final class GateRefusals {

  static final Refusal NO_ENDPOINT =
      new Refusal(503, "no-endpoint", "The service behind this address is not available.", null)
          .with("Retry-After", "1");

  static final Refusal BUSY =
      new Refusal(503, "upstream-busy", "The service has as many requests as it can take.", null)
          .with("Retry-After", "1");

  private static final Refusal CIRCUIT_OPEN =
      new Refusal(
          503,
          "circuit-open",
          "The service behind this address failed too often, and is left alone for a moment.",
          null);

  static final Refusal UNREACHABLE =
      new Refusal(502, "unreachable", "The service behind this address does not answer.", null);

  static final Refusal BAD_RESPONSE =
      new Refusal(502, "bad-response", "The service gave no response that can be passed on.", null);

  static final Refusal LATE =
      new Refusal(504, "upstream-late", "The service did not respond in time.", null);

  /** The breaker of a route lets nobody through for so long. */
  static Refusal circuitOpen(long ns) {
    long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(ns - 1) + 1);
    return CIRCUIT_OPEN.with("Retry-After", Long.toString(seconds));
  }

  static Refusal of(Refused why) {
    return switch (why) {
      case NO_ENDPOINT -> NO_ENDPOINT;
      case FULL, WAITED -> BUSY;
    };
  }

  private GateRefusals() {}
}
