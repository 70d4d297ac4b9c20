package io.tidegate.lab.client.websocket;

/** What comes from the server. */
public sealed interface Incoming {

  /** A text; bytes that are no UTF-8 are replaced, as in k6. */
  record Text(String text) implements Incoming {}

  /** Bytes. */
  record Binary(byte[] bytes) implements Incoming {}

  /** It wants to know whether we are there, and has got its answer. */
  record Ping() implements Incoming {}

  /** It is there. */
  record Pong(String payload) implements Incoming {}

  /** The last one. */
  sealed interface End extends Incoming {}

  /**
   * The server has closed, or has answered that we did.
   *
   * @param code 1005 where it named none; 1006 where the connection ended without a word
   */
  record Closed(int code, String reason) implements End {}

  /** What came is against the protocol, or the connection broke; it is closed. */
  record Broken(String why) implements End {}
}
