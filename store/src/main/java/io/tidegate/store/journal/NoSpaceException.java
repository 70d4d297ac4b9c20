package io.tidegate.store.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * There is no room for the record now, because the next segment could not be made. Nothing was
 * written, everything acknowledged is safe, and appending works again once there is space.
 */
public final class NoSpaceException extends IOException {
  NoSpaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
