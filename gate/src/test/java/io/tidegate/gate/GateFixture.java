package io.tidegate.gate;

import io.tidegate.gate.route.Route;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.route.RouteTable;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A real gate on a free port, before the upstreams that a test made. */
public final class GateFixture implements AutoCloseable {

  /** Loopback, any port, two loops. */
  public static final HttpConfig HTTP = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(2);

  private final Gate gate;

  private GateFixture(Gate gate) {
    this.gate = gate;
  }

  /** One that sends everything to these addresses. */
  public static GateFixture before(String... addresses) throws IOException {
    List<Endpoint> endpoints = Arrays.stream(addresses).map(GateFixture::endpoint).toList();
    Upstream upstream = new Upstream("upstream", endpoints, Duration.ofSeconds(2));
    RouteTable routes = new RouteTable(List.of(new Route("/", RouteMatch.path("/"), upstream)));
    return new GateFixture(Gate.start(HTTP, routes, ServerObserver.NONE));
  }

  private static Endpoint endpoint(String address) {
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    return new Endpoint(address, new InetSocketAddress(address.substring(0, colon), port));
  }

  /** The gate's port. */
  public int port() {
    return gate.port();
  }

  /** A connection to it. */
  public RawClient connect() throws IOException {
    return new RawClient(gate.port());
  }

  @Override
  public void close() {
    gate.stop(Duration.ofMillis(200));
  }
}
