package io.tidegate.gate.sight;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** What one event loop counts, by upstream and endpoint. Its thread adds, any thread reads. */
public final class LoopCounts {

  private final ConcurrentHashMap<String, ConcurrentHashMap<String, EndpointCounts>> byUpstream =
      new ConcurrentHashMap<>();

  LoopCounts() {}

  /** Begins to note a request. */
  public ForwardTrace trace(String upstream) {
    return new ForwardTrace(this, upstream);
  }

  EndpointCounts of(String upstream, String endpoint) {
    return byUpstream
        .computeIfAbsent(upstream, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(endpoint, _ -> new EndpointCounts());
  }

  void each(BiConsumer<EndpointKey, EndpointCounts> reader) {
    byUpstream.forEach((upstream, endpoints) ->
        endpoints.forEach(
            (endpoint, counts) -> reader.accept(new EndpointKey(upstream, endpoint), counts)));
  }

  /** Forgets the others: endpoints come and go, and memory must not grow with them. */
  void retain(BiPredicate<String, String> isThere) {
    byUpstream.forEach((upstream, endpoints) ->
        endpoints.keySet().removeIf(endpoint -> !isThere.test(upstream, endpoint)));
  }
}
