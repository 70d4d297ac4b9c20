package io.tidegate.gate.forward;

import io.netty.buffer.ByteBuf;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.ResponseHead;

/**
 * Where a response goes: to a client, or to a cache and whoever waits for it. On one event loop.
 */
public interface ResponseTarget {

  /** A response before the response, such as 103. */
  default void interim(ResponseHead head, byte[] bytes) {}

  /**
   * The head; both can be read during the call.
   *
   * @param bytes what the positions of {@code head} point into
   */
  void head(ResponseHead head, byte[] bytes);

  /**
   * More of the body.
   *
   * @param bytes released by this method
   */
  void data(ByteBuf bytes);

  /** Whether more is welcome; else it says so by {@link Forwarding#resume}. */
  boolean isWritable();

  /** For now there is no more. */
  void flush();

  /** It is whole. The last call. */
  void end();

  /**
   * There is none. The last call; this drops the request's body or sends it elsewhere.
   *
   * @param refusal what to say if there is nothing better
   * @param taken whether the upstream may have done already what it was asked
   */
  void refuse(Refusal refusal, boolean taken);

  /** It will never be whole. The last call. */
  void cut();
}
