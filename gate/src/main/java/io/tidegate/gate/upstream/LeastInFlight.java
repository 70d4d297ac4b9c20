package io.tidegate.gate.upstream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The endpoint with the fewest requests in flight; among equals, each in its turn. */
final class LeastInFlight implements Balancer {

  private final AtomicInteger turns = new AtomicInteger();

  @Override
  public @Nullable Endpoint choose(List<Endpoint> endpoints, long hash) {
    int first = Math.floorMod(turns.getAndIncrement(), endpoints.size());
    Endpoint least = endpoints.get(first);
    for (int i = 1; i < endpoints.size(); i++) {
      Endpoint other = endpoints.get((first + i) % endpoints.size());
      if (other.inFlight() < least.inFlight()) least = other;
    }
    return least;
  }
}
