package io.tidegate.audit.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A whole record (1.4). {@code bytes} is valid only until the next record is read.
 *
 * @param segment the file it stands in
 * @param offset where it begins there
 * @param sequence 1 for the journal's first
 * @param timeMs the batch's time
 * @param lagSeconds by how many whole seconds the hour was behind the time
 * @param kind what its body is
 * @param events how many events the body holds, by its head
 * @param chain 32 bytes
 * @param bytes holds the body
 * @param bodyFrom where in {@code bytes} the body begins; 64 bytes behind {@code offset}
 * @param bodyTo where in {@code bytes} the body ends
 */
public record JournalRecord(
    Path segment,
    long offset,
    long sequence,
    long timeMs,
    long lagSeconds,
    RecordKind kind,
    long events,
    byte[] chain,
    byte[] bytes,
    int bodyFrom,
    int bodyTo) {
  static final int HEAD = 64;

  /** Where a moved record says that the log goes on; null if it says nothing of the kind. */
  @Nullable String movedTo() {
    if (kind != RecordKind.MOVED || events != 0 || bodyTo - bodyFrom < 2) return null;
    int length = (bytes[bodyFrom] & 0xff) << 8 | (bytes[bodyFrom + 1] & 0xff);
    return bodyTo - bodyFrom == 2 + length
        ? new String(bytes, bodyFrom + 2, length, StandardCharsets.UTF_8)
        : null;
  }

  /** The place in the file of a place in {@code bytes}. */
  public long offsetOf(int at) {
    return offset + HEAD + (at - bodyFrom);
  }
}
