package io.tidegate.store.journal;

import java.io.IOException;

/**
 * A write or a force failed, now or earlier. It is final for this journal: whether the record is on
 * disk is unknown until the folder is opened anew, and nothing more is promised until then.
 */
public final class JournalFailedException extends IOException {
  JournalFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
