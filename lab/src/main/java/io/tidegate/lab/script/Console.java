package io.tidegate.lab.script;

/** Takes what scripts say. Any thread. */
@FunctionalInterface
public interface Console {

  /**
   * One message.
   *
   * @param level {@code debug}, {@code info}, {@code warning} or {@code error}
   */
  void say(String level, String message);
}
