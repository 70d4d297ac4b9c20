package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import org.jspecify.annotations.Nullable;

/**
 * A command and where its result goes. Made by any thread, handed to {@link Engine#submit}, read
 * again by its {@link Mailbox} once it is answered.
 */
public abstract class Request {

  private final Command command;
  private final Mailbox mailbox;
  private @Nullable Result result;

  /**
   * @param mailbox gets this request back, exactly once, after its batch is durable
   */
  protected Request(Command command, Mailbox mailbox) {
    this.command = command;
    this.mailbox = mailbox;
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

  final Mailbox mailbox() {
    return mailbox;
  }
}
