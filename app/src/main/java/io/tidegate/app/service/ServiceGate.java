package io.tidegate.app.service;

import io.tidegate.app.config.Config;
import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.gate.EntryConfig;
import io.tidegate.gate.Gate;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.admin.GateMetrics;
import io.tidegate.gate.room.PassCodec;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.http.metrics.MetricFamilies;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The gate before the service of this process. It asks the service's own engine for its room, and
 * tickets have the same keys: a ticket of one door is good at the other.
 */
final class ServiceGate {

  /** What the service is asked takes ms; only streams last longer, and those may be cut. */
  private static final Duration STOP_MOST = Duration.ofSeconds(2);

  private final Gate gate;
  private final LinkedRoomPort rooms;
  private final boolean demo;
  private final GateMetrics metrics;

  private ServiceGate(Gate gate, LinkedRoomPort rooms, boolean demo) {
    this.gate = gate;
    this.rooms = rooms;
    this.demo = demo;
    metrics = new GateMetrics(gate);
  }

  /**
   * Starts it.
   *
   * @param http how it serves, and where
   * @param servicePort where the service listens
   * @param demo whether a page stands behind the waiting room
   * @throws IOException if the port or the key cannot be had; the message says which and why
   */
  static ServiceGate start(
      Config config,
      HttpConfig http,
      int servicePort,
      Backend backend,
      TicketCodec tickets,
      boolean demo)
      throws IOException {
    PassCodec passes = new PassCodec(PassKeyFile.in(config.secrets()));
    LinkedRoomPort rooms = backend.roomPort();
    try {
      RoomDoor door = new RoomDoor(rooms, tickets, passes, false);
      GateConfig routes = routes(config.service(), http, servicePort, demo);
      return new ServiceGate(Gate.start(routes, http, ServerObserver.NONE, door), rooms, demo);
    } catch (IOException e) {
      rooms.close();
      throw new IOException(
          "the gate " + e.getMessage() + " (--gate-port takes another port, 0 for any, or none)",
          e.getCause());
    }
  }

  private static GateConfig routes(
      Config.Service service, HttpConfig http, int servicePort, boolean demo) throws IOException {
    EndpointConfig endpoint = new EndpointConfig(reachable(service.host()), servicePort, 1);
    UpstreamConfig upstream =
        new UpstreamConfig(ServiceRoutes.UPSTREAM, List.of(endpoint), UpstreamConfig.CONNECT);
    List<RouteConfig> routes = ServiceRoutes.all(ServiceRoutes.hosts(service), demo);
    return new GateConfig(http.host(), http.port(), EntryConfig.PLAIN, List.of(upstream), routes);
  }

  /** Nobody can be asked at the address that stands for all. */
  private static String reachable(String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    if (!address.isAnyLocalAddress()) return host;
    return address instanceof Inet6Address ? "::1" : "127.0.0.1";
  }

  /** What a scrape shows of it. */
  void collect(MetricFamilies families) {
    metrics.collect(families);
  }

  int port() {
    return gate.port();
  }

  boolean hasDemo() {
    return demo;
  }

  /** Refuses new requests and lets those under way end, within the bound. */
  void stop(Duration bound) {
    gate.stop(bound.compareTo(STOP_MOST) < 0 ? bound : STOP_MOST);
    rooms.close();
  }
}
