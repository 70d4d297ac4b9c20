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

  /** The command. */
  public final Command command() {
    return command;
  }

  /**
   * The result. Null if the batch could not be made durable: until the service has started again
   * nobody knows whether the command took effect. Sent again with its key, it gets one answer.
   */
  public final @Nullable Result result() {
    return result;
  }

  /**
   * Says what became of it, null if nobody knows. For whoever decided it, or brings the answer of
   * the one who did, before {@link Replies} hands it back.
   */
  public final void result(@Nullable Result answer) {
    result = answer;
  }

  final ReplySink replySink() {
    return replySink;
  }
}
