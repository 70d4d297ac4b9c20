package io.tidegate.app.service;

import io.tidegate.app.config.Config;
import io.tidegate.gate.EntryConfig;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.discovery.EurekaConfig;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.sight.SightConfig;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The routes of a gate that belongs to the service, in its own process or before its instances. */
public final class ServiceRoutes {

  /** Its upstream. */
  public static final String UPSTREAM = "service";

  /** As which the instances enter themselves into the registry. */
  public static final String APPLICATION = "TIDEGATE";

  /** Where the demo shows the waiting room. */
  public static final String DEMO_PATH = "/demo";

  /** A page of the service that stands for what is worth waiting for. */
  private static final String DEMO_PAGE = "/feed";

  private static final List<String> LOOPBACK =
      List.of("localhost", "*.localhost", "127.0.0.1", "[::1]");

  private ServiceRoutes() {}

  /**
   * The gate before instances that enter themselves; its second door is on any free port.
   *
   * @param demo whether a page stands behind the waiting room
   */
  public static GateConfig discovering(Config config, boolean demo) throws IOException {
    Config.Service service = config.service();
    UpstreamConfig upstream = new UpstreamConfig(UPSTREAM, List.of(), UpstreamConfig.CONNECT);
    return new GateConfig(
            service.host(),
            Integer.parseInt(service.gatePort()),
            EntryConfig.PLAIN,
            List.of(upstream),
            all(hosts(service), demo))
        .discovering(Map.of(UPSTREAM, new EurekaConfig(APPLICATION)))
        .seen(new SightConfig(new DoorConfig(DoorConfig.HOST, 0, List.of()), null, false));
  }

  /** All routes of such a gate. */
  static List<RouteConfig> all(List<String> hosts, boolean demo) {
    List<RouteConfig> routes = new ArrayList<>();
    if (demo) {
      RoomConfig room = RoomConfig.DEFAULT.named(Service.DEFAULT_ROOM);
      routes.add(route(hosts, DEMO_PATH, DEMO_PAGE, room));
    }
    routes.add(route(hosts, "/", null, null));
    return routes;
  }

  /** What the service believes of its callers, it believes of those who come through the gate. */
  public static RouteConfig route(
      List<String> hosts, String path, @Nullable String rewrite, @Nullable RoomConfig room) {
    return RouteConfig.of(new RouteMatch(hosts, path, Set.of(), Map.of()))
        .upstream(UPSTREAM)
        .rewrite(rewrite)
        .keeps(ForwardRules.IDENTITY)
        .room(room)
        .build();
  }

  /**
   * Those for which the service answers: it sees its own address in what the gate asks, so that it
   * cannot tell others any more.
   */
  public static List<String> hosts(Config.Service service) throws IOException {
    boolean any =
        service.hosts().isEmpty() && !InetAddress.getByName(service.host()).isLoopbackAddress();
    return any
        ? List.of()
        : Stream.concat(LOOPBACK.stream(), service.hosts().stream())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList();
  }
}
