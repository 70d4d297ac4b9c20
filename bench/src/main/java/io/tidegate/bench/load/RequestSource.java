package io.tidegate.bench.load;

import java.nio.ByteBuffer;

/** What a generator asks. For its thread alone. */
@FunctionalInterface
public interface RequestSource {

  /** The next request, from 0 to its limit; valid until the next call. */
  ByteBuffer next();

  /** Whether there is one more. Once there is none, the load ends with the last reply. */
  default boolean hasNext() {
    return true;
  }
}
