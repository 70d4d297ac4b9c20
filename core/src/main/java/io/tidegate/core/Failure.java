package io.tidegate.core;

/**
 * The reason, for people, why a rule that threw an exception stopped its sale or put its room into
 * quarantine.
 */
final class Failure {

  /** Characters of a reason at most. */
  private static final int REASON_MAX = 400;

  private Failure() {}

  /** The exception, and where it was thrown. */
  static String reason(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    String reason = trace.length == 0 ? e.toString() : e + " at " + trace[0];
    return reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
  }
}
