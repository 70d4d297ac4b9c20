package io.tidegate.app.log;

import org.slf4j.event.Level;

/** The levels of the service's log. A level includes all worse ones. */
public enum LogLevel {
  /** What needs somebody. */
  ERROR,
  /** What may need somebody. */
  WARN,
  /** What happens seldom and is good to know. */
  INFO,
  /** What helps to find a fault. */
  DEBUG;

  boolean takes(Level level) {
    return level.toInt() >= Level.valueOf(name()).toInt();
  }
}
