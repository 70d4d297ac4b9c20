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
}
