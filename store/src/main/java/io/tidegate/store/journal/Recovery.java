package io.tidegate.store.journal;

import io.tidegate.store.log.LogPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What opening a journal found.
 *
 * @param snapshot the snapshot it began from; sequence 0 if none
 * @param end behind the last whole record
 * @param replayed records given to {@link RecoveryListener#record}
 * @param stoppedCleanly whether a clean stop confirms that nothing is missing at the end; also true
 *     for a new folder
 * @param closed whether the last record is a closing record, confirmed or not; also true for a new
 *     folder
 * @param cut what was unreadable at the end and has been zeroed, if anything
 * @param skippedSnapshots snapshots that could not be read, newest first; an older one, or the
 *     whole journal, was used instead
 */
public record Recovery(
    LogPosition snapshot,
    LogPosition end,
    long replayed,
    boolean stoppedCleanly,
    boolean closed,
    @Nullable Cut cut,
    List<SkippedSnapshot> skippedSnapshots) {

  /**
   * The unreadable end of a journal: a record whose writing a crash interrupted, or one that was
   * damaged since; the two look alike.
   *
   * @param file the segment
   * @param offset where the unreadable part begins
   * @param bytes up to its last byte that is not zero
   * @param sequence what the record's sequence would have been
   * @param what why it could not be read
   */
  public record Cut(String file, long offset, long bytes, long sequence, String what) {}

  /**
   * A snapshot that was not used.
   *
   * @param what why it could not be read
   */
  public record SkippedSnapshot(String file, String what) {}
}
