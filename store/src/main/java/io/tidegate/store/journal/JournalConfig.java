package io.tidegate.store.journal;

import io.tidegate.store.log.LogRecord;
import java.time.Duration;

/**
 * How a journal is laid out and how it waits.
 *
 * @param segmentBytes size of a new segment's file, a multiple of {@value #SEGMENT_BYTES_STEP} in
 *     [{@value #SEGMENT_BYTES_LEAST}, {@value #SEGMENT_BYTES_MOST}]; existing segments keep theirs
 * @param recordBytesMax bound of one record with its header, in [1 KiB, segmentBytes − 4 KiB], at
 *     most {@link LogRecord#BYTES_MAX}
 * @param segmentWait how long an append may wait for a segment that is being made just then, in [0,
 *     1 min]; one that failed is not waited for
 * @param segmentRetry pause before a segment that could not be made is tried again, in [0, 1 h]
 */
public record JournalConfig(
    int segmentBytes, int recordBytesMax, Duration segmentWait, Duration segmentRetry) {
  public static final int SEGMENT_BYTES_STEP = 4 << 10;
  public static final int SEGMENT_BYTES_LEAST = 8 << 10;
  public static final int SEGMENT_BYTES_MOST = 1 << 30;

  public static final JournalConfig DEFAULT =
      new JournalConfig(64 << 20, 4 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1));

  public JournalConfig {
    within("journal.segment-bytes", segmentBytes, SEGMENT_BYTES_LEAST, SEGMENT_BYTES_MOST);
    if (segmentBytes % SEGMENT_BYTES_STEP != 0)
      throw new IllegalArgumentException(
          "journal.segment-bytes must be a multiple of "
              + SEGMENT_BYTES_STEP
              + ", not "
              + segmentBytes);
    within(
        "journal.record-bytes-max",
        recordBytesMax,
        1 << 10,
        Math.min(segmentBytes - Format.SEGMENT_HEAD_BYTES, LogRecord.BYTES_MAX));
    within("journal.segment-wait (ms)", segmentWait.toMillis(), 0, 60_000);
    within("journal.segment-retry (ms)", segmentRetry.toMillis(), 0, 3_600_000);
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          key + " must be in [" + least + ", " + most + "], not " + value);
  }
}
