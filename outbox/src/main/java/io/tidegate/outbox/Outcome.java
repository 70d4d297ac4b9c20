package io.tidegate.outbox;

/** How an attempt to deliver one event ended. */
public sealed interface Outcome {

  /** The receiver has it. */
  record Delivered() implements Outcome {}

  /**
   * The receiver does not want this event, and takes others.
   *
   * @param status of HTTP, 0 for none
   */
  record Refused(int status, String error) implements Outcome {}

  /**
   * It did not arrive, or nobody knows.
   *
   * @param status of HTTP, 0 for none
   * @param retryAfterMs how long the receiver asked to be left alone, 0 if it did not
   */
  record Failed(int status, String error, long retryAfterMs) implements Outcome {}

  /** The receiver wants no events any more. */
  record Gone(int status, String error) implements Outcome {}
}
