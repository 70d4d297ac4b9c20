package io.tidegate.lab.output;

/** An output that is asked for and cannot be; the message is for whoever asked. */
public final class OutputException extends Exception {

  private static final long serialVersionUID = 1;

  OutputException(String message) {
    super(message);
  }
}
