package io.tidegate.http.server;

import io.netty.buffer.ByteBuf;

/**
 * Takes a request's body while it arrives, instead of one array when it is whole. Called on the
 * exchange's event loop; must not block. To be called less, it {@linkplain Exchange#pauseBody
 * pauses} the body: then at most one more read comes, and the client waits.
 */
public interface BodyReader {

  /**
   * More of the body, never empty.
   *
   * @param bytes to be released by this method, or by whom it hands them to
   */
  void data(ByteBuf bytes);

  /** The body is whole. The last call. */
  void end();

  /**
   * The body will never be whole: the client went away or was too slow, or sent what is no body.
   * The last call; the server has answered, or there is nobody left to answer.
   */
  void broken();
}
