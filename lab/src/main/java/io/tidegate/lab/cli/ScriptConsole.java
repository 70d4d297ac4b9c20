package io.tidegate.lab.cli;

import io.tidegate.lab.script.user.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what scripts say among the other lines, or elsewhere. Any thread.
 *
 * @param own where what they say goes by itself; null for among the others
 */
record ScriptConsole(LogLines log, @Nullable LogLines own) implements Console {

  @Override
  public void say(String level, String message) {
    if (own == null) log.say(level, message, Map.of("source", "console"));
    else own.say(level, message);
  }

  @Override
  public void tell(String level, String message, @Nullable String error) {
    log.say(level, message, error == null ? Map.of() : Map.of("error", error));
  }

  @Override
  public void dump(String message, Map<String, String> of) {
    log.say("info", message, of);
  }
}
