package io.tidegate.outbox.event;

import java.io.IOException;
import java.util.Map;

/** Asks whoever has the state what claims are about, since some events name only a claim's id. */
@FunctionalInterface
public interface ClaimLookup {

  /** So many claims may be asked for at once. */
  int CLAIMS_MAX = 1_000;

  /**
   * The facts of these claims; without those that have left the service's memory.
   *
   * @param claims ids, at most {@link #CLAIMS_MAX}
   * @throws IOException if nobody can say now
   */
  Map<Long, ClaimFacts> find(long[] claims) throws IOException, InterruptedException;
}
