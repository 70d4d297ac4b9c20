package io.tidegate.gate;

import io.tidegate.gate.discovery.DiscoveryConfig;
import io.tidegate.gate.room.RoomMessage;
import io.tidegate.gate.room.RoomsElsewhere;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.sight.SightConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gate's file says.
 *
 * @param host address or name to listen on
 * @param port in [0, 65_535]; 0 for any free one
 * @param entry what clients may speak
 * @param upstreams those that routes name
 * @param discovered where the endpoints of an upstream are found, by its name
 * @param routes in their order; the first that takes a request has it
 * @param messages what people who wait before a room are told, by its name
 * @param sight what an operator gets to see
 * @param rooms where the rooms are; null for rooms of the gate's own
 */
public record GateConfig(
    String host,
    int port,
    EntryConfig entry,
    List<UpstreamConfig> upstreams,
    Map<String, DiscoveryConfig> discovered,
    List<RouteConfig> routes,
    Map<String, RoomMessage> messages,
    SightConfig sight,
    @Nullable RoomsElsewhere rooms) {

  public static final String HOST = "127.0.0.1";
  public static final int PORT = 8080;

  public GateConfig {
    upstreams = List.copyOf(upstreams);
    discovered = Map.copyOf(discovered);
    routes = List.copyOf(routes);
    messages = Map.copyOf(messages);
    if (port < 0 || port > 65_535)
      throw new IllegalArgumentException("port must be in [0, 65535], not " + port);
  }

  /** One whose endpoints stand in the file, and that shows what is usual. */
  public GateConfig(
      String host,
      int port,
      EntryConfig entry,
      List<UpstreamConfig> upstreams,
      List<RouteConfig> routes) {
    this(host, port, entry, upstreams, Map.of(), routes, Map.of(), SightConfig.DEFAULT, null);
  }

  /** The same on another port. */
  public GateConfig on(int port) {
    return new GateConfig(host, port, entry, upstreams, discovered, routes, messages, sight, rooms);
  }

  /** The same with endpoints of these upstreams found elsewhere. */
  public GateConfig discovering(Map<String, ? extends DiscoveryConfig> discovered) {
    return new GateConfig(
        host, port, entry, upstreams, Map.copyOf(discovered), routes, messages, sight, rooms);
  }

  /** The same that tells people who wait something else, by the names of their rooms. */
  public GateConfig saying(Map<String, RoomMessage> messages) {
    return new GateConfig(host, port, entry, upstreams, discovered, routes, messages, sight, rooms);
  }

  /** The same for clients who speak otherwise. */
  public GateConfig entered(EntryConfig entry) {
    return new GateConfig(host, port, entry, upstreams, discovered, routes, messages, sight, rooms);
  }

  /** The same with something else to see. */
  public GateConfig seen(SightConfig sight) {
    return new GateConfig(host, port, entry, upstreams, discovered, routes, messages, sight, rooms);
  }

  /** The same with its rooms there; null for rooms of its own. */
  public GateConfig asking(@Nullable RoomsElsewhere rooms) {
    return new GateConfig(host, port, entry, upstreams, discovered, routes, messages, sight, rooms);
  }
}
