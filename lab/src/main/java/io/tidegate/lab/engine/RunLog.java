package io.tidegate.lab.engine;

import java.util.Map;

/** Takes what is to be told of a run while it goes on. Any thread. */
@FunctionalInterface
public interface RunLog {

  /**
   * One message.
   *
   * @param level {@code debug}, {@code info}, {@code warning} or {@code error}
   * @param fields names and what they say, behind the message
   */
  void say(String level, String message, Map<String, String> fields);
}
