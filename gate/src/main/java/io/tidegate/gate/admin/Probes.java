package io.tidegate.gate.admin;

import io.tidegate.gate.Gate;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/**
 * Whether the gate lives, and whether it takes requests.
 *
 * <p>It is not ready while it drains, and only then. An upstream without a usable endpoint does not
 * make it unready: it still serves the other routes, its cache and its pages, and were every gate
 * to turn itself out because one service is sick, nobody would get anything. The reply names such
 * upstreams, and {@code tidegate_gate_endpoint_usable} is there to alarm.
 */
final class Probes {

  private final Gate gate;

  Probes(Gate gate) {
    this.gate = gate;
  }

  void alive(Exchange exchange) {
    JsonWriter json = new JsonWriter(32).beginObject().member("status", "up").endObject();
    exchange.reply(Response.json(200, json));
  }

  void ready(Exchange exchange) {
    boolean draining = gate.isDraining();
    JsonWriter json = new JsonWriter(128).beginObject();
    json.member("status", draining ? "draining" : "ready");
    json.name("withoutEndpoint").beginArray();
    long nowNs = System.nanoTime();
    for (Upstream upstream : gate.upstreams())
      if (!isUsable(upstream, nowNs)) json.value(upstream.name());
    json.endArray().endObject();
    exchange.reply(Response.json(draining ? 503 : 200, json));
  }

  private static boolean isUsable(Upstream upstream, long nowNs) {
    for (Endpoint endpoint : upstream.endpoints()) if (endpoint.why(nowNs) == null) return true;
    return false;
  }
}
