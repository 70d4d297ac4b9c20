package io.tidegate.api.json;

/**
 * What a client sent is not what it should be. The message is for the client: it names the field
 * and its bound.
 */
public final class MalformedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** An exception without a stack: it is an answer, made for every bad request. */
  public MalformedException(String message) {
    super(message, null, false, false);
  }

  /** Says that a field does not have the value it should have. */
  public static MalformedException of(String field, String why) {
    return new MalformedException(field + " " + why + ".");
  }

  /** The text for the client. */
  public String text() {
    String text = getMessage();
    return text == null ? "" : text;
  }
}
