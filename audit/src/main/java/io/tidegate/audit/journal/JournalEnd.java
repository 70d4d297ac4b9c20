package io.tidegate.audit.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a journal ends.
 *
 * @param segments how many there are
 * @param lastSequence of the last whole record, which is also how many there are; 0 for none
 * @param chain the chain value there, which covers every byte before
 * @param closed whether the last record is a closing one
 * @param cleanStop whether a clean stop confirms that it is the last
 * @param unreadable what stands behind the last whole record, if anything does
 * @param movedTo where the log goes on, if its last record says that it was moved
 */
public record JournalEnd(
    long segments,
    long lastSequence,
    byte[] chain,
    boolean closed,
    boolean cleanStop,
    @Nullable UnreadableEnd unreadable,
    @Nullable String movedTo) {
  /**
   * An unreadable last record: a write that a crash interrupted, or one under way right now.
   *
   * @param offset where it begins
   * @param bytes up to the last one that is not zero
   */
  public record UnreadableEnd(Path file, long offset, long bytes) {}
}
