package io.tidegate.store;

import io.tidegate.core.Event;

/** Takes the events of one batch, in order. One thread. */
public interface EventSink {
  /** No event is larger. */
  int EVENT_BYTES_MAX = 64 << 10;

  /** Adds an event that was applied to the state to the batch. */
  void append(Event event);

  /**
   * Bytes the batch may still take, before the first event what any batch may take; below a few
   * times {@link #EVENT_BYTES_MAX} whoever decides ends the batch before going on.
   */
  int remaining();
}
