package io.tidegate.gate.route;

import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.cache.CacheConfig;
import io.tidegate.gate.fallback.FallbackConfig;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.limit.Priority;
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
 * @param breaker asks nothing of its upstreams while too much of it fails, null without one
 * @param fallback what is given where no response comes, null to say only why
 * @param cache how its cache keeps responses, null without one
 * @param room in which people wait before it, null without one
 * @param priority of its requests where not all can go
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
    @Nullable BreakerConfig breaker,
    @Nullable FallbackConfig fallback,
    @Nullable CacheConfig cache,
    @Nullable RoomConfig room,
    Priority priority,
    @Nullable RateRule rate,
    @Nullable RouteAction answer) {

  public RouteConfig {
    upstreams = Map.copyOf(upstreams);
    keeps = List.copyOf(keeps);
    if (upstreams.isEmpty() == (answer == null))
      throw new IllegalArgumentException("a route has exactly one of upstream, redirect and reply");
    if (fallback != null && fallback.stale() && cache == null)
      throw new IllegalArgumentException("a fallback to what is stale needs a cache");
  }

  /** Begins one that takes these requests and is called by its path. */
  public static Builder of(RouteMatch match) {
    return new Builder(match);
  }

  /** Its parts by their names; what is not said is usual, or not there. */
  public static final class Builder {

    private final RouteMatch match;
    private String name;
    private Map<String, Integer> upstreams = Map.of();
    private @Nullable String rewrite;
    private List<String> keeps = List.of();
    private ForwardTimes times = ForwardTimes.DEFAULT;
    private @Nullable BreakerConfig breaker;
    private @Nullable FallbackConfig fallback;
    private @Nullable CacheConfig cache;
    private @Nullable RoomConfig room;
    private Priority priority = Priority.ADMITTED;
    private @Nullable RateRule rate;
    private @Nullable RouteAction answer;

    private Builder(RouteMatch match) {
      this.match = match;
      name = match.path();
    }

    /** Another name than its path. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** The one that it goes to. */
    public Builder upstream(String only) {
      return upstreams(Map.of(only, 1));
    }

    /** Those that it goes to, with their weights. */
    public Builder upstreams(Map<String, Integer> weights) {
      upstreams = weights;
      return this;
    }

    /** What stands for its path on the way there. */
    public Builder rewrite(@Nullable String rewrite) {
      this.rewrite = rewrite;
      return this;
    }

    /** Fields that clients may say of themselves. */
    public Builder keeps(List<String> keeps) {
      this.keeps = keeps;
      return this;
    }

    /** How long it waits. */
    public Builder times(ForwardTimes times) {
      this.times = times;
      return this;
    }

    /** When it asks nothing of its upstreams. */
    public Builder breaker(@Nullable BreakerConfig breaker) {
      this.breaker = breaker;
      return this;
    }

    /** What it gives where no response comes. */
    public Builder fallback(@Nullable FallbackConfig fallback) {
      this.fallback = fallback;
      return this;
    }

    /** How its cache keeps responses. */
    public Builder cache(@Nullable CacheConfig cache) {
      this.cache = cache;
      return this;
    }

    /** The room before it. */
    public Builder room(@Nullable RoomConfig room) {
      this.room = room;
      return this;
    }

    /** Who goes first where not all can go. */
    public Builder priority(Priority priority) {
      this.priority = priority;
      return this;
    }

    /** How much each client may ask for. */
    public Builder rate(@Nullable RateRule rate) {
      this.rate = rate;
      return this;
    }

    /** What it answers by itself. */
    public Builder answer(@Nullable RouteAction answer) {
      this.answer = answer;
      return this;
    }

    /**
     * The route.
     *
     * @throws IllegalArgumentException if it has not exactly one of upstreams and an answer, or a
     *     fallback to the cache without one
     */
    public RouteConfig build() {
      return new RouteConfig(
          name, match, upstreams, rewrite, keeps, times, breaker, fallback, cache, room, priority,
          rate, answer);
    }
  }
}
