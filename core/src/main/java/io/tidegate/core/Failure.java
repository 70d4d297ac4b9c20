package io.tidegate.core;

/** What a rule that threw says for people, in an event that puts its room or sale aside. */
final class Failure {

  /** Characters of a reason at most. */
  private static final int REASON_MAX = 400;

  private Failure() {}

  /** What was thrown, and where. */
  static String reason(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    String reason = trace.length == 0 ? e.toString() : e + " at " + trace[0];
    return reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
  }
}
