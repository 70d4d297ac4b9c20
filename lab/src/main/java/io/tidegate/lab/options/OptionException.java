package io.tidegate.lab.options;

/** An option that cannot hold; the message names it and says what it must be. */
public final class OptionException extends Exception {

  private static final long serialVersionUID = 1;

  public OptionException(String message) {
    super(message);
  }
}
