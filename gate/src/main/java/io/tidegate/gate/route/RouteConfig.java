package io.tidegate.gate.route;

import io.tidegate.gate.cache.CacheConfig;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.room.RoomConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route as the file has it.
 *
 * @param name for the log and the metrics
 * @param match which requests it takes
 * @param upstreams names of those it goes to, with their weights; empty where it answers by itself
 * @param rewrite what stands for the path of {@code match} on the way to the upstream, null to
 *     leave it
 * @param keeps names of fields that clients may say of themselves, see {@link ForwardRules}
 * @param times how long it waits for its upstream
 * @param cache how its cache keeps responses, null without one
 * @param room in which people wait before it, null without one
 * @param rate how much each client may ask for, null for no bound
 * @param answer a redirect or a fixed reply; null where it goes to upstreams
 */
public record RouteConfig(
    String name,
    RouteMatch match,
    Map<String, Integer> upstreams,
    @Nullable String rewrite,
    List<String> keeps,
    ForwardTimes times,
    @Nullable CacheConfig cache,
    @Nullable RoomConfig room,
    @Nullable RateRule rate,
    @Nullable RouteAction answer) {

  public RouteConfig {
    upstreams = Map.copyOf(upstreams);
    keeps = List.copyOf(keeps);
    if (upstreams.isEmpty() == (answer == null))
      throw new IllegalArgumentException("a route has exactly one of upstream, redirect and reply");
  }
}
