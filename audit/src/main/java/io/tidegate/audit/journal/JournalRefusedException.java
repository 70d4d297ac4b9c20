package io.tidegate.audit.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A data folder that cannot be audited: foreign, newer or damaged, at one place of one file. */
public final class JournalRefusedException extends IOException {
  private final transient Path file;
  private final long offset;

  /**
   * One line: file, offset, reason.
   *
   * @param offset in bytes from the file's beginning
   */
  public JournalRefusedException(Path file, long offset, String reason) {
    super(file + ", offset " + offset + ": " + reason);
    this.file = file;
    this.offset = offset;
  }

  public Path file() {
    return file;
  }

  /** In bytes from the file's beginning. */
  public long offset() {
    return offset;
  }
}
