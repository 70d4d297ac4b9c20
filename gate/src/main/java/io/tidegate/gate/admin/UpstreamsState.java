package io.tidegate.gate.admin;

import io.tidegate.gate.Gate;
import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.discovery.DiscoveryState;
import io.tidegate.gate.fallback.FallbackCounts;
import io.tidegate.gate.sight.EndpointFigures;
import io.tidegate.gate.sight.EndpointKey;
import io.tidegate.gate.sight.RecentFigures;
import io.tidegate.gate.sight.RecentFigures.Recent;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How upstreams, their endpoints and routes are, for people and programs. Any thread. */
final class UpstreamsState {

  private static final Recent NOTHING = new Recent(EndpointFigures.NONE, 1);

  /**
   * An upstream.
   *
   * @param limit requests that may be there at once
   * @param waiting requests that wait because of it
   * @param admissionRate requests a second that it can take; infinite before that is known
   * @param discovery how its endpoints are found; null if they stand in the file
   */
  record UpstreamState(
      String name,
      int inFlight,
      int limit,
      int waiting,
      int retrying,
      double admissionRate,
      @Nullable DiscoveryState discovery,
      List<EndpointState> endpoints) {}

  /**
   * An endpoint.
   *
   * @param out why it gets no requests; null if it gets some
   * @param weight its share beside the others' as it is now
   */
  record EndpointState(
      String address, @Nullable String out, int inFlight, double weight, Recent recent) {

    private static final double NS_PER_MS = 1e6;

    double ratePerSecond() {
      return recent.rate();
    }

    /** Time to the head that this part of the responses did not exceed; negative without one. */
    double headMs(double part) {
      return recent.figures().headNs(part) / NS_PER_MS;
    }

    /** Responses of the class 5xx, and attempts without a whole response. */
    long errors() {
      return recent.figures().responses(5) + recent.figures().failures();
    }
  }

  /**
   * A route that has a breaker or a fallback.
   *
   * @param breaker null without one
   * @param fallbacks null without a fallback
   */
  record GuardedRoute(
      String name, @Nullable CircuitBreaker breaker, @Nullable FallbackCounts fallbacks) {}

  private final Gate gate;
  private final RecentFigures recent;

  UpstreamsState(Gate gate, RecentFigures recent) {
    this.gate = gate;
    this.recent = recent;
  }

  List<UpstreamState> now() {
    long nowNs = System.nanoTime();
    Map<EndpointKey, Recent> figures = recent.all(nowNs);
    Map<String, DiscoveryState> discoveries = gate.discoveries();
    return gate.upstreams().stream()
        .map(upstream -> of(upstream, discoveries.get(upstream.name()), figures, nowNs))
        .toList();
  }

  List<GuardedRoute> routes() {
    return gate.routes().stream()
        .map(route -> new GuardedRoute(route.name(), route.breaker(), route.fallbacks()))
        .filter(route -> route.breaker != null || route.fallbacks != null)
        .toList();
  }

  private static UpstreamState of(
      Upstream upstream,
      @Nullable DiscoveryState discovery,
      Map<EndpointKey, Recent> figures,
      long nowNs) {
    return new UpstreamState(
        upstream.name(),
        upstream.inFlight(),
        upstream.limit(),
        upstream.waiting(),
        upstream.retrying(),
        upstream.admissionRate(),
        discovery,
        upstream.endpoints().stream()
            .map(endpoint -> of(upstream.name(), endpoint, figures, nowNs))
            .toList());
  }

  private static EndpointState of(
      String upstream, Endpoint endpoint, Map<EndpointKey, Recent> figures, long nowNs) {
    EndpointKey key = new EndpointKey(upstream, endpoint.name());
    return new EndpointState(
        endpoint.name(),
        endpoint.why(nowNs),
        endpoint.inFlight(),
        endpoint.weight(nowNs),
        figures.getOrDefault(key, NOTHING));
  }
}
