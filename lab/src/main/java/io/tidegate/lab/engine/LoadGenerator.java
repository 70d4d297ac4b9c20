package io.tidegate.lab.engine;

import io.tidegate.lab.script.ScriptException;
import org.jspecify.annotations.Nullable;

/**
 * What makes the load of a run: its virtual users, here or elsewhere. Its samples go where the
 * run's go; the end of the run before its time is its end too.
 */
public interface LoadGenerator extends AutoCloseable {

  /**
   * Makes the users that are to be there at the start; before setup.
   *
   * @throws ScriptException if the script cannot be read by them
   */
  void prepare() throws ScriptException, InterruptedException;

  /**
   * Makes the load; returns when it is over.
   *
   * @param setupJson what setup gave; null for nothing
   */
  void run(@Nullable String setupJson) throws InterruptedException;

  /** What setup gave when it was called anew, for users that have not begun. Any thread. */
  void laterSetupData(@Nullable String setupJson);

  @Override
  void close();
}
