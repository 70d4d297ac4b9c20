package io.tidegate.gate.health;

/** How an attempt at an endpoint failed. */
public enum Failure {
  /** No connection came about. */
  CONNECT("no connection"),
  /** The response did not begin in time. */
  TIME_OUT("no response in time"),
  /** The connection ended before a response. */
  NO_RESPONSE("the connection ended without a response"),
  /** What came was not HTTP. */
  MALFORMED("a response that cannot be understood"),
  /** The connection ended within a response's body. */
  CUT("a response that was cut off"),
  /** It answered with a status of 500 or more. */
  STATUS("a status of 500 or more");

  private final String words;

  Failure(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
