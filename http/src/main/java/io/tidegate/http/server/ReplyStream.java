package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A reply whose body follows its head bit by bit, with back-pressure. On the exchange's event loop.
 * Where the client goes away meanwhile, what is written is thrown away without a word; {@link
 * Exchange#whenGone} tells.
 */
public final class ReplyStream {

  private final Connection connection;
  private boolean over;
  private @Nullable Runnable whenWritable;

  ReplyStream(Connection connection) {
    this.connection = connection;
  }

  /** One for which it is too late. */
  static ReplyStream over(Connection connection) {
    ReplyStream stream = new ReplyStream(connection);
    stream.over = true;
    return stream;
  }

  /**
   * Sends more of the body; nothing leaves before {@link #flush} or {@link #end}.
   *
   * @param bytes released here
   */
  public void write(ByteBuf bytes) {
    if (over || !connection.write(bytes)) bytes.release();
  }

  /** Sends what was written. */
  public void flush() {
    if (!over) connection.flushReply();
  }

  /** Whether what is written is soon taken; else wait for {@link #whenWritable}. */
  public boolean isWritable() {
    return over || connection.isWritable();
  }

  /** Has this run whenever the reply becomes writable again. */
  public void whenWritable(Runnable action) {
    whenWritable = action;
  }

  /** The body is whole. The last call, but for those that do nothing any more. */
  public void end() {
    if (over) return;
    over = true;
    connection.endReply();
  }

  /** The body will never be whole: cuts the connection, so that the client notices. */
  public void abort() {
    if (over) return;
    over = true;
    connection.abortReply();
  }

  void gone() {
    over = true;
  }

  void writable() {
    if (!over && whenWritable != null) whenWritable.run();
  }
}
