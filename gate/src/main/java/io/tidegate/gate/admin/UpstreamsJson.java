package io.tidegate.gate.admin;

import io.tidegate.gate.admin.UpstreamsState.EndpointState;
import io.tidegate.gate.admin.UpstreamsState.GuardedRoute;
import io.tidegate.gate.admin.UpstreamsState.UpstreamState;
import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.discovery.DiscoveryState;
import io.tidegate.gate.fallback.FallbackCounts;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.json.Times;
import io.tidegate.http.server.Response;
import java.util.List;

/** The live state for programs. Pure. */
final class UpstreamsJson {

  private static final int THOUSANDTHS = 1_000;

  /** What is larger, infinity among it, says nothing. */
  private static final double MOST = 1e12;

  private UpstreamsJson() {}

  static Response of(List<UpstreamState> upstreams, List<GuardedRoute> routes) {
    JsonWriter json = new JsonWriter(4_096).beginObject().name("upstreams").beginArray();
    upstreams.forEach(upstream -> write(json, upstream));
    json.endArray().name("routes").beginArray();
    routes.forEach(route -> write(json, route));
    return Response.json(200, json.endArray().endObject());
  }

  private static void write(JsonWriter json, GuardedRoute route) {
    json.beginObject().member("name", route.name());
    CircuitBreaker breaker = route.breaker();
    if (breaker != null) {
      json.name("breaker").beginObject().member("state", breaker.state().word());
      number(json, "failureRate", breaker.failureRate());
      number(json, "slowCallRate", breaker.slowCallRate());
      json.member("refused", breaker.refused());
      String why = breaker.why();
      if (why != null) json.member("why", why);
      json.endObject();
    }
    FallbackCounts fallbacks = route.fallbacks();
    if (fallbacks != null) {
      json.name("fallbacks").beginObject().member("stale", fallbacks.stale());
      json.member("upstream", fallbacks.upstream()).member("page", fallbacks.page());
      json.member("reply", fallbacks.reply()).endObject();
    }
    json.endObject();
  }

  private static void write(JsonWriter json, UpstreamState upstream) {
    json.beginObject().member("name", upstream.name()).member("inFlight", upstream.inFlight());
    json.member("limit", upstream.limit()).member("waiting", upstream.waiting());
    json.member("retrying", upstream.retrying());
    number(json, "admissionPerSecond", upstream.admissionRate());
    if (upstream.discovery() != null) write(json, upstream.discovery());
    json.name("endpoints").beginArray();
    upstream.endpoints().forEach(endpoint -> write(json, endpoint));
    json.endArray().endObject();
  }

  private static void write(JsonWriter json, DiscoveryState discovery) {
    json.name("discovery").beginObject().member("source", discovery.source());
    json.member("failing", discovery.failing());
    time(json, "answered", discovery.answeredMs());
    time(json, "changed", discovery.changedMs());
    if (discovery.error() != null) {
      json.member("error", discovery.error());
      time(json, "errorAt", discovery.errorMs());
    }
    json.endObject();
  }

  /** What has not been is null. */
  private static void time(JsonWriter json, String name, long epochMs) {
    json.name(name);
    if (epochMs > 0) json.value(Times.text(epochMs));
    else json.nullValue();
  }

  private static void write(JsonWriter json, EndpointState endpoint) {
    json.beginObject().member("address", endpoint.address());
    json.member("usable", endpoint.out() == null);
    if (endpoint.out() != null) json.member("out", endpoint.out());
    json.member("inFlight", endpoint.inFlight());
    number(json, "weight", endpoint.weight());
    number(json, "ratePerSecond", endpoint.ratePerSecond());
    number(json, "headMsP50", endpoint.headMs(0.5));
    number(json, "headMsP99", endpoint.headMs(0.99));
    json.member("responses", endpoint.recent().figures().responses());
    json.member("errors", endpoint.errors());
    json.member("retries", endpoint.recent().figures().retries());
    number(json, "overSeconds", endpoint.recent().seconds());
    json.endObject();
  }

  /** What is not known is null. */
  private static void number(JsonWriter json, String name, double value) {
    json.name(name);
    if (value >= 0 && value <= MOST) json.thousandths(Math.round(value * THOUSANDTHS));
    else json.nullValue();
  }
}
