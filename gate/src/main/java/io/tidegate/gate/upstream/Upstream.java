package io.tidegate.gate.upstream;

import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.http.client.ClientConnector;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One service behind the gate, and the endpoints that serve it. Any thread. */
public final class Upstream {

  private static final int RESPONSE_HEAD_BYTES = 64 * 1024;

  private final String name;
  private final ClientConnector connector;
  private final Balancer balancer = new LeastInFlight();
  private final List<Endpoint> endpoints;

  /** One with the endpoints of its configuration, whose names are resolved now. */
  public Upstream(UpstreamConfig config) {
    name = config.name();
    endpoints = config.endpoints().stream().map(Upstream::endpoint).toList();
    connector = new ClientConnector(config.connect(), RESPONSE_HEAD_BYTES);
  }

  private static Endpoint endpoint(EndpointConfig config) {
    return new Endpoint(config.text(), new InetSocketAddress(config.host(), config.port()));
  }

  /** Closes its idle connections, and the others as they become idle. */
  public void close() {
    endpoints.forEach(Endpoint::close);
  }

  /** How the configuration calls it. */
  public String name() {
    return name;
  }

  /** Its endpoints. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Connects to any of them. */
  public ClientConnector connector() {
    return connector;
  }

  /** The endpoint of the next request, which counts there from now on; null if none can take it. */
  public @Nullable Endpoint choose(long hash, @Nullable Endpoint but) {
    List<Endpoint> all = endpoints;
    List<Endpoint> others = but == null ? all : all.stream().filter(e -> e != but).toList();
    if (others.isEmpty()) others = all;
    if (others.isEmpty()) return null;
    Endpoint chosen = balancer.choose(others, hash);
    return chosen != null && chosen.begin(Integer.MAX_VALUE) ? chosen : null;
  }
}
