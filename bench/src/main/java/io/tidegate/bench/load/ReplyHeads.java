package io.tidegate.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Sees the heads of replies. Called by the generator's thread. */
@FunctionalInterface
public interface ReplyHeads {

  /** For who needs to know no more than status and length. */
  ReplyHeads UNSEEN = (_, _) -> {};

  /**
   * A head is whole.
   *
   * @param in holds it from 0 on; to be read by index only
   * @param end behind its empty line
   * @throws IOException if it lacks what it must have; that reply is an error then
   */
  void onHead(ByteBuffer in, int end) throws IOException;

  /**
   * A reply is whole, of whatever status. A request that never gets here was never answered.
   *
   * @param request which it answers, counted from 0 in the order of asking
   * @param intendedNs when that was meant to start, by {@link System#nanoTime}
   */
  default void onReply(long request, int status, long intendedNs) {}
}
