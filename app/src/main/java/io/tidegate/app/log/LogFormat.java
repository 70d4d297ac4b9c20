package io.tidegate.app.log;

/** What a line of the service's log looks like. */
public enum LogFormat {
  /** For people: time, level, thread, logger, message, and the stack of an error below it. */
  TEXT,
  /** For machines: one JSON object a line. */
  JSON
}
