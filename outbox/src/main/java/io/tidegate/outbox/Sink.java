package io.tidegate.outbox;

import io.tidegate.outbox.event.PublicEvent;
import java.util.List;

/** A receiver of events. One thread delivers, one call at a time; any thread closes. */
public interface Sink extends AutoCloseable {

  /**
   * Delivers events, and waits until it is known how that ended, within a bound of its own.
   *
   * @param events in the order of the log, at least one
   * @return an outcome for each; an ordered sink ends with the first that is not {@link
   *     Outcome.Delivered}, since the ones behind it were not sent, or do not count as sent
   */
  List<Outcome> deliver(List<PublicEvent> events) throws InterruptedException;

  /** Ends what is under way. */
  @Override
  void close();
}
