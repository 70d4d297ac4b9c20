package io.tidegate.store.journal;

/**
 * The journal is damaged before its end, in a way that no crash explains. The message says where; a
 * person has to decide what to do.
 */
public final class DamageException extends FolderRefusedException {
  private final String file;
  private final long offset;
  private final long sequence;

  DamageException(String place, String file, long offset, long sequence, String what) {
    super(
        Reason.DAMAGED,
        place
            + ": "
            + file
            + " is damaged at offset "
            + offset
            + (sequence > 0 ? ", where record " + sequence + " is expected" : "")
            + ": "
            + what);
    this.file = file;
    this.offset = offset;
    this.sequence = sequence;
  }

  /** The name of the damaged file. */
  public String file() {
    return file;
  }

  /** Bytes from its beginning. */
  public long offset() {
    return offset;
  }

  /** The record expected there; 0 where none is, as in a file's head. */
  public long sequence() {
    return sequence;
  }
}
