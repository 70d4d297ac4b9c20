package io.tidegate.http.client;

/** Why there was no whole response to a request. */
public enum ResponseFault {
  /**
   * The server ended a connection that had carried a request before, without a byte of a response:
   * most often its idle time was over as the request came, so that it never saw it. It may have.
   */
  STALE,
  /** The connection ended or broke before the response's head was whole. */
  NO_RESPONSE,
  /** The connection ended or broke within the response's body. */
  TRUNCATED,
  /** What came is not HTTP, or its length can be understood in two ways. */
  MALFORMED
}
