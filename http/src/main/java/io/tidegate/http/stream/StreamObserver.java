package io.tidegate.http.stream;

/** Hears what happens to streams. Called on event loops: must not block or throw. */
public interface StreamObserver {

  /** A stream has begun. */
  default void streamOpened() {}

  /** A stream has ended. */
  default void streamClosed() {}

  /** There were too many streams for one more. */
  default void streamRefused() {}

  /** A stream is ended because its client did not take what was sent. */
  default void streamTooSlow() {}

  /** An event was sent to one stream. */
  default void eventSent() {}
}
