package io.tidegate.store.log;

import org.jspecify.annotations.Nullable;

/** The result of an append. */
public sealed interface AppendResult {
  /** The record counts: durable, in the sense that its home promises. */
  record Appended() implements AppendResult {
    /** The only one there need be. */
    public static final Appended APPENDED = new Appended();
  }

  /**
   * The record does not count and never will: the log ends elsewhere.
   *
   * @param end where, when the home looked
   */
  record Conflict(LogPosition end) implements AppendResult {}

  /**
   * Nobody knows yet whether the record counts. In a shared home the identical bytes are appended
   * again until that is settled; on files it is final, and the next start finds out.
   *
   * @param why what went wrong; null if an answer just did not come
   */
  record Unknown(@Nullable Throwable why) implements AppendResult {}
}
