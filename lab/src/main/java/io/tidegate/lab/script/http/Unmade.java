package io.tidegate.lab.script.http;

/** A request that cannot be made, such as one whose address is none. */
record Unmade(String error, int code) {

  /** One of a batch that was not sent for another's sake. */
  static final Unmade UNSENT = new Unmade("", 0);
}
