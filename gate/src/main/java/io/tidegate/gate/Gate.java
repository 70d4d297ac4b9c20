package io.tidegate.gate;

import io.tidegate.gate.discovery.DiscoveryState;
import io.tidegate.gate.registry.Registry;
import io.tidegate.gate.room.GateRoom;
import io.tidegate.gate.room.GateRooms;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.route.RouteState;
import io.tidegate.gate.sight.GateCounts;
import io.tidegate.gate.upstream.Endpoint;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.Entry;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.tls.Certificates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gate. Any thread. */
public final class Gate implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** How often rooms are told what their upstreams take, and certificates are looked at. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  private final HttpServer http;
  private final GateHandler handler;
  private final GateCounts counts;
  private final EndpointOrders orders = new EndpointOrders();
  private final @Nullable RoomDoor door;
  private final Registry registry;
  private volatile Upstreams upstreams;
  private Entry entry;
  private @Nullable Thread watching;
  private String told = "";
  private volatile boolean draining;

  private Gate(
      HttpServer http,
      GateHandler handler,
      GateCounts counts,
      Upstreams upstreams,
      @Nullable RoomDoor door,
      Registry registry,
      Entry entry) {
    this.counts = counts;
    this.registry = registry;
    this.http = http;
    this.door = door;
    this.handler = handler;
    this.upstreams = upstreams;
    this.entry = entry;
  }

  /**
   * Starts one.
   *
   * @param http how it serves, but for the address, which the configuration has
   * @param door what rooms need, null where no route has one
   * @throws IOException if the address cannot be bound, or a certificate is not what it must be
   */
  public static Gate start(
      GateConfig config, HttpConfig http, ServerObserver observer, @Nullable RoomDoor door)
      throws IOException {
    return start(config, http, observer, door, new Registry());
  }

  /**
   * The same.
   *
   * @param registry into which services enter themselves
   */
  public static Gate start(
      GateConfig config,
      HttpConfig http,
      ServerObserver observer,
      @Nullable RoomDoor door,
      Registry registry)
      throws IOException {
    Entry entry = config.entry().open();
    Upstreams upstreams = Upstreams.none().next(config, door, registry);
    GateCounts counts = new GateCounts(http.eventLoops());
    GateHandler handler = new GateHandler(http.eventLoops(), counts);
    handler.use(upstreams.table(config, handler.forwarders()), new GateRooms(upstreams.rooms()));
    HttpConfig at = http.at(config.host(), config.port()).takingAnyEscapes();
    handler.timing(config.sight().serverTiming());
    HttpServer server = HttpServer.start(at, handler, observer, entry);
    Gate gate = new Gate(server, handler, counts, upstreams, door, registry, entry);
    gate.watching = Thread.ofVirtual().name("gate-watch").start(gate::watch);
    return gate;
  }

  /** What is counted of requests to upstreams. */
  public GateCounts counts() {
    return counts;
  }

  /** Into which services enter themselves. */
  public Registry registry() {
    return registry;
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** The services behind it. */
  public List<Upstream> upstreams() {
    return upstreams.all();
  }

  /** How the discovery of endpoints goes, by the names of the upstreams that have one. */
  public Map<String, DiscoveryState> discoveries() {
    return upstreams.discoveries();
  }

  /** The rooms before its routes. */
  public synchronized List<GateRoom> rooms() {
    return upstreams.rooms();
  }

  /** What its routes keep, each name once. */
  public List<RouteState> routes() {
    return upstreams.routes();
  }

  /**
   * Goes by another configuration from the next request on; requests under way end as they began,
   * and connections that are open speak what they speak. The address it listens on stays.
   *
   * @throws IOException if a certificate is not what it must be; then nothing has changed
   */
  public synchronized void reload(GateConfig config) throws IOException {
    Entry next = config.entry().open();
    Upstreams behind = upstreams.next(config, door, registry);
    behind.use(config);
    behind.all().forEach(orders::apply);
    handler.timing(config.sight().serverTiming());
    handler.use(behind.table(config, handler.forwarders()), new GateRooms(behind.rooms()));
    http.entry(next);
    entry = next;
    upstreams.closeBut(behind);
    upstreams = behind;
  }

  /** Files may change by way of links, in any order, over a network: so they are read. */
  private void watch() {
    try {
      while (true) {
        Thread.sleep(WATCH);
        refresh();
      }
    } catch (InterruptedException _) {
      // The gate stops.
    }
  }

  private synchronized void refresh() {
    upstreams.all().forEach(orders::apply); // to endpoints that came meanwhile
    upstreams.measure();
    Certificates shown = entry.tls();
    if (shown == null) return;
    try {
      if (!shown.refresh()) return;
      told = "";
      LOG.info("The certificates are read again and hold for new connections.");
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      if (!why.equals(told))
        LOG.error("Certificates are not taken over, what was shown before still is: {}", why);
      told = why;
    }
  }

  /**
   * Orders something of an endpoint, until it is taken back: it outlasts reloads.
   *
   * @param drain whether it gets no new requests, while those under way end; null to leave that
   * @param weight its share beside the others', above 0; null to leave that
   * @return false if there is no such endpoint
   */
  public synchronized boolean order(
      String upstream, String endpoint, @Nullable Boolean drain, @Nullable Double weight) {
    for (Upstream each : upstreams.all()) {
      if (!each.name().equals(upstream)) continue;
      for (Endpoint found : each.endpoints()) {
        if (!found.name().equals(endpoint)) continue;
        orders.give(upstream, found, drain, weight);
        return true;
      }
    }
    return false;
  }

  /** Whether it stops. */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Refuses new connections, lets requests under way end within the bound, and stops; again does
   * nothing.
   */
  public void stop(Duration bound) {
    endUpstreams();
    http.stop(bound);
  }

  /** Stops within five seconds. */
  @Override
  public void close() {
    endUpstreams();
    http.close();
  }

  private synchronized void endUpstreams() {
    if (draining) return;
    draining = true;
    if (watching != null) watching.interrupt();
    upstreams.closeBut(Upstreams.none());
  }
}
