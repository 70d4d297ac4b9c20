package io.tidegate.gate.sight;

import java.util.Locale;

/** How an attempt at an endpoint ended. */
public enum AttemptEnd {
  /** With a whole response, whatever its status. */
  WHOLE,
  /** No connection could be made. */
  UNREACHABLE,
  /** The endpoint had ended the idle connection that was used. */
  STALE,
  /** The connection ended before the response's head. */
  NO_RESPONSE,
  /** The connection ended within the response's body. */
  TRUNCATED,
  /** The response was none that can be passed on. */
  MALFORMED,
  /** The endpoint took longer than the route waits. */
  LATE,
  /** Nobody wanted the response any more: most often the client went away. */
  ABANDONED;

  /** As metrics and the log call it: {@code no-response}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
