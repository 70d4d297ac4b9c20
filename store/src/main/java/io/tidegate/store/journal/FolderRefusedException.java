package io.tidegate.store.journal;

import io.tidegate.store.log.LogRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The data folder cannot be used as it is; the message says why, for the operator to read. Nothing
 * in it was changed.
 */
public class FolderRefusedException extends LogRefusedException {
  /** Why a folder is refused. */
  public enum Reason {
    /** It holds something, and that is not a Tidegate data folder. */
    FOREIGN,
    /** A newer version wrote it. */
    NEWER,
    /** What it holds is damaged, and not as a crash would leave it. */
    DAMAGED,
    /** Its log was moved elsewhere, and goes on there. */
    MOVED,
    /** Another process works on it. */
    IN_USE,
    /** It is no folder, or nothing can be written there. */
    NOT_WRITABLE
  }

  private final Reason reason;

  FolderRefusedException(Reason reason, String message) {
    this(reason, message, null);
  }

  FolderRefusedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
