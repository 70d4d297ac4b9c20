package io.tidegate.lab.script.user;

/** Takes what scripts say. Any thread. */
@FunctionalInterface
public interface Console {

  /**
   * One message.
   *
   * @param level {@code debug}, {@code info}, {@code warning} or {@code error}
   */
  void say(String level, String message);

  /**
   * What is to be told of something that a script did.
   *
   * @param level as before
   * @param error why
   */
  default void tell(String level, String message, String error) {
    say(level, message + ": " + error);
  }
}
