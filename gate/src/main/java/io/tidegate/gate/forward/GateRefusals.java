package io.tidegate.gate.forward;

import io.tidegate.gate.upstream.Refused;
import io.tidegate.http.wire.Refusal;

/** What the gate says where an upstream gives no response. */
final class GateRefusals {

  static final Refusal NO_ENDPOINT =
      new Refusal(503, "no-endpoint", "The service behind this address is not available.", null)
          .with("Retry-After", "1");

  static final Refusal BUSY =
      new Refusal(503, "upstream-busy", "The service has as many requests as it can take.", null)
          .with("Retry-After", "1");

  static final Refusal UNREACHABLE =
      new Refusal(502, "unreachable", "The service behind this address does not answer.", null);

  static final Refusal BAD_RESPONSE =
      new Refusal(502, "bad-response", "The service gave no response that can be passed on.", null);

  static final Refusal LATE =
      new Refusal(504, "upstream-late", "The service did not respond in time.", null);

  static Refusal of(Refused why) {
    return switch (why) {
      case NO_ENDPOINT -> NO_ENDPOINT;
      case FULL, WAITED -> BUSY;
    };
  }

  private GateRefusals() {}
}
