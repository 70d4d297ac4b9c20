package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import org.jspecify.annotations.Nullable;

/**
 * A command and where its result goes. Made by any thread, handed to {@link Engine#submit}, read
 * again by its {@link ReplySink} once it is answered.
 */
public abstract class Request {

  private final Command command;
  private final ReplySink replySink;
  private @Nullable Result result;

  /**
   * @param replySink gets this request back, exactly once, after its batch is durable
   */
  protected Request(Command command, ReplySink replySink) {
    this.command = command;
    this.replySink = replySink;
  }

  /** What is asked. */
  public final Command command() {
    return command;
  }

  /**
   * What came of it. Null if the batch could not be made durable: then nobody knows whether it took
   * effect until the service has started anew; sent again with its key it gets one answer.
   */
  public final @Nullable Result result() {
    return result;
  }

  final void result(@Nullable Result answer) {
    result = answer;
  }

  final ReplySink replySink() {
    return replySink;
  }
}
