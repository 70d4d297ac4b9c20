package io.tidegate.gate.discovery.kubernetes;

import java.time.Duration;

/**
 * How long the API server may take, and when it is asked again.
 *
 * @param answer to connect, to begin an answer, and to end a part of a list
 * @param watch after which the API server ends a watch, in whole seconds. It is short, since a
 *     connection that has died silently is not noticed before
 * @param grace by which it may be late in that
 * @param settled for which a watch must last to count as one that works, if it has nothing to tell
 * @param again the first pause after a failure, doubled with each further one, less at random
 * @param againMost the longest
 */
record KubernetesTimes(
    Duration answer,
    Duration watch,
    Duration grace,
    Duration settled,
    Duration again,
    Duration againMost) {

  static final KubernetesTimes DEFAULT =
      new KubernetesTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(30));
}
