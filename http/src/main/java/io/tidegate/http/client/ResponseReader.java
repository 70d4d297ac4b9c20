package io.tidegate.http.client;

import io.netty.buffer.ByteBuf;
import io.tidegate.http.wire.ResponseHead;

/**
 * Takes the response to one request while it arrives. Called on the connection's event loop; must
 * not block. To be called less, it {@linkplain ClientConnection#pause pauses} the connection: then
 * at most one more read comes, and the server waits.
 */
public interface ResponseReader {

  /**
   * A response before the response, such as 103; any number of times.
   *
   * @param bytes what the positions of {@code head} point into; both can be read during the call
   */
  default void interim(ResponseHead head, byte[] bytes) {}

  /**
   * The head of the response. Of a 101 that {@linkplain ResponseHead#isUpgrade changes the
   * protocol}, all that follows is {@link #data}, as what is written is no longer a body.
   *
   * @param bytes as for {@link #interim}
   */
  void head(ResponseHead head, byte[] bytes);

  /**
   * More of the body, never empty.
   *
   * @param bytes to be released by this method, or by whom it hands them to
   */
  void data(ByteBuf bytes);

  /** For now there is no more: what is collected may be flushed. */
  default void readComplete() {}

  /**
   * What was written has been taken, after the connection was not {@linkplain
   * ClientConnection#isWritable writable}.
   */
  default void writable() {}

  /** The response is whole. The last call. */
  void end();

  /** There will be no whole response. The last call. */
  void broken(ResponseFault fault);
}
