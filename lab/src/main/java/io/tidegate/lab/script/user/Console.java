package io.tidegate.lab.script.user;

import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * @param error why; null where the message says so
   */
  default void tell(String level, String message, @Nullable String error) {
    say(level, error == null ? message : message + ": " + error);
  }

  /**
   * What went over the wire.
   *
   * @param of whose it is, by name
   */
  default void dump(String message, Map<String, String> of) {
    say("info", message);
  }
}
