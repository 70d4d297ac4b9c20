package io.tidegate.http.client;

/** Hears what becomes of a connection between requests. Called on its event loop. */
public interface ConnectionOwner {

  /** The last response is whole, and the connection may carry another request. */
  void idle(ClientConnection connection);

  /** It has ended; whoever was reading a response has been told before. */
  void closed(ClientConnection connection);
}
