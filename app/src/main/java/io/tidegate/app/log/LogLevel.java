package io.tidegate.app.log;

import org.slf4j.event.Level;

/** What is said in the service's log: this and what is worse. */
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
