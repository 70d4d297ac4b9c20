package io.tidegate.audit.ledger;

import java.util.UUID;

/**
 * The body of a leader's record (2.1).
 *
 * @param fromMs when people were served last; untilMs, when they were served again; both 0 for no
 *     outage
 */
record Leader(long term, UUID instance, String address, String home, long fromMs, long untilMs) {

  /** Reads one. */
  static Leader read(EventReader in) throws MalformedEventException {
    return new Leader(
        in.i64(), new UUID(in.time(), in.time()), in.text(), in.text(), in.time(), in.time());
  }

  boolean hasOutage() {
    return fromMs != 0 || untilMs != 0;
  }
}
