package io.tidegate.gate.admin;

import io.tidegate.engine.room.RoomBound;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.Gate;
import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.cache.CacheCounts;
import io.tidegate.gate.cache.ResponseCache;
import io.tidegate.gate.discovery.DiscoveryState;
import io.tidegate.gate.fallback.FallbackCounts;
import io.tidegate.gate.room.GateRoom;
import io.tidegate.gate.route.RouteState;
import io.tidegate.gate.sight.EndpointKey;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.metrics.MetricFamilies;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What a scrape shows of the gate: what was counted, and how upstreams are now. Any thread. */
public final class GateMetrics {

  private final Gate gate;

  /** Those of a gate. */
  public GateMetrics(Gate gate) {
    this.gate = gate;
  }

  /** Shows them. */
  public void collect(MetricFamilies families) {
    gate.counts().collect(families);
    long nowNs = System.nanoTime();
    for (Upstream upstream : gate.upstreams()) collect(families, upstream, nowNs);
    gate.discoveries().forEach((upstream, state) -> collect(families, upstream, state));
    gate.routes().forEach(route -> collect(families, route));
    for (GateRoom room : gate.rooms()) {
      RoomStatus status = room.status();
      if (status != null) collect(families, status);
    }
    families.gauge("gate_draining", "1 while the gate stops, else 0.", gate.isDraining() ? 1 : 0);
  }

  private static void collect(MetricFamilies families, RouteState route) {
    ResponseCache cache = route.cache();
    if (cache != null) collect(families, route.name(), cache);
    CircuitBreaker breaker = route.breaker();
    if (breaker != null) collect(families, route.name(), breaker);
    FallbackCounts fallbacks = route.fallbacks();
    if (fallbacks == null) return;
    fallback(families, route.name(), "stale", fallbacks.stale());
    fallback(families, route.name(), "upstream", fallbacks.upstream());
    fallback(families, route.name(), "page", fallbacks.page());
    fallback(families, route.name(), "reply", fallbacks.reply());
  }

  private static void fallback(MetricFamilies families, String route, String kind, long requests) {
    families.counter(
        "gate_fallbacks",
        "Requests that a route answered in another way, since no response came.",
        requests,
        "route",
        route,
        "kind",
        kind);
  }

  private static void collect(MetricFamilies families, String route, CircuitBreaker breaker) {
    CircuitBreaker.State now = breaker.state();
    for (CircuitBreaker.State state : CircuitBreaker.State.values())
      families.gauge(
          "gate_route_breaker_state",
          "1 for the state in which the circuit breaker of a route is, else 0.",
          state == now ? 1 : 0,
          "route",
          route,
          "state",
          state.word());
    families.counter(
        "gate_route_breaker_refused",
        "Requests that the circuit breaker of a route did not let through.",
        breaker.refused(),
        "route",
        route);
  }

  private static void collect(MetricFamilies families, String route, ResponseCache cache) {
    CacheCounts counts = cache.counts();
    cacheRequests(families, route, "hit", counts.hits());
    cacheRequests(families, route, "stale", counts.stale());
    cacheRequests(families, route, "miss", counts.misses());
    cacheRequests(families, route, "collapsed", counts.collapsed());
    cacheRequests(families, route, "passed", counts.passed());
    families.gauge(
        "gate_cache_bytes", "Bytes that a route's cache keeps.", cache.bytes(), "route", route);
  }

  private static void cacheRequests(
      MetricFamilies families, String route, String outcome, long requests) {
    families.counter(
        "gate_cache_requests",
        "Requests to a route's cache: answered from it, while stale, by asking, by waiting for"
            + " whom had asked, or past it.",
        requests,
        "route",
        route,
        "outcome",
        outcome);
  }

  private static void collect(MetricFamilies families, String upstream, DiscoveryState state) {
    families.gauge(
        "gate_discovery_endpoints",
        "Endpoints that the discovery of an upstream led to when it last answered.",
        state.endpoints(),
        "upstream",
        upstream);
    families.gauge(
        "gate_discovery_failing",
        "1 while the discovery of an upstream's endpoints fails and what was known holds, else 0.",
        state.failing() ? 1 : 0,
        "upstream",
        upstream);
  }

  private static void collect(MetricFamilies families, Upstream upstream, long nowNs) {
    String name = upstream.name();
    families.gauge(
        "gate_upstream_in_flight",
        "Requests that an upstream has now.",
        upstream.inFlight(),
        "upstream",
        name);
    families.gauge(
        "gate_upstream_limit",
        "Requests that an upstream may have at once.",
        upstream.limit(),
        "upstream",
        name);
    families.gauge(
        "gate_upstream_waiting",
        "Requests that wait for an upstream because of its limit.",
        upstream.waiting(),
        "upstream",
        name);
    families.gauge(
        "gate_upstream_admission_per_second",
        "Requests a second that an upstream can take, as measured; infinite before that is known.",
        upstream.admissionRate(),
        "upstream",
        name);
    for (Endpoint endpoint : upstream.endpoints()) collect(families, name, endpoint, nowNs);
  }

  private static void collect(
      MetricFamilies families, String upstream, Endpoint endpoint, long nowNs) {
    String[] labels = {"upstream", upstream, "endpoint", endpoint.name()};
    families.gauge(
        "gate_endpoint_in_flight",
        "Requests that an endpoint has now.",
        endpoint.inFlight(),
        labels);
    families.gauge(
        "gate_endpoint_usable",
        "1 while an endpoint gets requests, else 0; /admin/upstreams says why.",
        endpoint.why(nowNs) == null ? 1 : 0,
        labels);
    families.gauge(
        "gate_endpoint_weight",
        "Share of an endpoint beside the others', as it is now.",
        endpoint.weight(nowNs),
        labels);
  }

  private static void collect(MetricFamilies families, RoomStatus room) {
    String name = room.settings().name();
    people(families, name, "waiting", room.waiting());
    people(families, name, "called", room.called());
    people(families, name, "inside", room.inside());
    families.counter(
        "gate_room_admitted",
        "People whose turn in a room before a route came.",
        room.calledUpTo(),
        "room",
        name);
    for (RoomBound bound : RoomBound.values())
      families.gauge(
          "gate_room_bound",
          "1 for what decides how many people a room calls now, else 0.",
          bound == room.bound() ? 1 : 0,
          "room",
          name,
          "bound",
          bound.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static void people(MetricFamilies families, String room, String state, int people) {
    families.gauge(
        "gate_room_people",
        "People of a room before a route: in line, called, and inside.",
        people,
        "room",
        room,
        "state",
        state);
  }

  /** Forgets what was counted of endpoints that are gone. */
  void forgetGone() {
    Set<EndpointKey> there = new HashSet<>();
    for (Upstream upstream : gate.upstreams())
      for (Endpoint endpoint : upstream.endpoints())
        there.add(new EndpointKey(upstream.name(), endpoint.name()));
    gate.counts()
        .retain((upstream, endpoint) -> there.contains(new EndpointKey(upstream, endpoint)));
  }
}
