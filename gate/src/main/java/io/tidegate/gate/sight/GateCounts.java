package io.tidegate.gate.sight;

import io.tidegate.http.metrics.MetricFamilies;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * What all event loops count of requests to upstreams. A loop adds to cells of its own, so that a
 * request shares nothing with those on other loops; who reads adds them up. Any thread.
 */
public final class GateCounts {

  private final List<LoopCounts> loops;

  /**
   * @param loops how many event loops there are
   */
  public GateCounts(int loops) {
    this.loops = Stream.generate(LoopCounts::new).limit(loops).toList();
  }

  /** Those of one event loop, for its thread. */
  public LoopCounts loop(int index) {
    return loops.get(index);
  }

  /** What was counted of each endpoint since the start. */
  public Map<EndpointKey, EndpointFigures> figures() {
    Map<EndpointKey, long[]> sums =
        new TreeMap<>(
            Comparator.comparing(EndpointKey::upstream).thenComparing(EndpointKey::endpoint));
    for (LoopCounts loop : loops)
      loop.each((key, counts) ->
          counts.addTo(sums.computeIfAbsent(key, _ -> new long[EndpointCounts.CELLS])));
    Map<EndpointKey, EndpointFigures> figures = new LinkedHashMap<>();
    sums.forEach((key, cells) -> figures.put(key, new EndpointFigures(cells)));
    return figures;
  }

  /** Forgets what was counted of endpoints that are not there any more. */
  public void retain(BiPredicate<String, String> isThere) {
    for (LoopCounts loop : loops) loop.retain(isThere);
  }

  /** Shows it. */
  public void collect(MetricFamilies families) {
    figures().forEach((key, figures) -> figures.collect(families, key));
  }
}
