package io.tidegate.gate.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the endpoint of the next request. Any thread. */
@FunctionalInterface
public interface Balancer {

  /**
   * Chooses.
   *
   * @param endpoints those that may be chosen, at least one
   * @param hash of what requests with affinity have in common
   * @return null if none of them can take another request
   */
  @Nullable Endpoint choose(List<Endpoint> endpoints, long hash);
}
