package io.tidegate.http.server;

import io.tidegate.http.stream.StreamObserver;

/**
 * Hears what happened on the server, for the access log and the metrics. Called on event loops:
 * must not block or throw.
 */
public interface ServerObserver extends StreamObserver {

  /** Hears nothing. */
  ServerObserver NONE = new ServerObserver() {};

  /** Status handed to {@link #answered} where the client was gone before its reply. */
  int CLIENT_GONE = 499;

  /** A connection was accepted. */
  default void opened() {}

  /** A connection that was accepted has ended. */
  default void closed() {}

  /** A connection was turned away because there were too many. */
  default void refused() {}

  /** A connection could not be accepted; the listener goes on after a pause. */
  default void acceptFailed() {}

  /**
   * A request was answered, by a handler or by the server itself; a stream when it begins.
   * Everything of the exchange can be read until this returns.
   *
   * @param status the status sent, or {@link #CLIENT_GONE}
   * @param bytes bytes of the reply, head and body
   * @param durationNs from the request's last byte to its reply
   */
  default void answered(Exchange exchange, int status, long bytes, long durationNs) {}

  /** One observer that tells both. */
  static ServerObserver both(ServerObserver first, ServerObserver second) {
    return new ServerObserver() {
      @Override
      public void opened() {
        first.opened();
        second.opened();
      }

      @Override
      public void closed() {
        first.closed();
        second.closed();
      }

      @Override
      public void refused() {
        first.refused();
        second.refused();
      }

      @Override
      public void acceptFailed() {
        first.acceptFailed();
        second.acceptFailed();
      }

      @Override
      public void streamOpened() {
        first.streamOpened();
        second.streamOpened();
      }

      @Override
      public void streamClosed() {
        first.streamClosed();
        second.streamClosed();
      }

      @Override
      public void streamRefused() {
        first.streamRefused();
        second.streamRefused();
      }

      @Override
      public void streamTooSlow() {
        first.streamTooSlow();
        second.streamTooSlow();
      }

      @Override
      public void eventSent() {
        first.eventSent();
        second.eventSent();
      }

      @Override
      public void answered(Exchange exchange, int status, long bytes, long durationNs) {
        first.answered(exchange, status, bytes, durationNs);
        second.answered(exchange, status, bytes, durationNs);
      }
    };
  }
}
