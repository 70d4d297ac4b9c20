package io.tidegate.store.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * There is no room for the record now, because the next segment could not be made. Nothing was
 * written, everything acknowledged is safe, and appending works again once there is space.
 */
public final class NoSpaceException extends IOException {
  /** Whether the system refused a write because the disk, or the caller's share of it, is full. */
  static boolean says(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded");
  }

  NoSpaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
