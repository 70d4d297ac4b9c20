package io.tidegate.gate.upstream;

import io.tidegate.http.client.ClientConnector;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One service behind the gate, and the endpoints that serve it. Any thread. */
public final class Upstream {

  private static final int RESPONSE_HEAD_BYTES = 64 * 1024;

  private final String name;
  private final ClientConnector connector;
  private final Balancer balancer = new LeastInFlight();
  private volatile List<Endpoint> endpoints;

  /** An upstream whose endpoints are known. */
  public Upstream(String name, List<Endpoint> endpoints, Duration connect) {
    this.name = name;
    this.endpoints = List.copyOf(endpoints);
    connector = new ClientConnector(connect, RESPONSE_HEAD_BYTES);
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
