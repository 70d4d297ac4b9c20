package io.tidegate.app.log;

/** The format of a line of the service's log. */
public enum LogFormat {
  /** For people: time, level, thread, logger, message, and the stack of an error below it. */
  TEXT,
  /** For machines: one JSON object a line. */
  JSON
}
