package io.tidegate.store.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The log must not be used as it is: damaged, changed behind the reader's back, moved, or another
 * one. The message says what and where, for a person to decide; asking again does not help.
 */
public class LogRefusedException extends IOException {
  /** Refused for that reason. */
  public LogRefusedException(String message) {
    this(message, null);
  }

  /** Refused for that reason, which something else caused. */
  public LogRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
