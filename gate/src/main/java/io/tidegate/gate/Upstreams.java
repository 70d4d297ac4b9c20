package io.tidegate.gate;

import io.tidegate.gate.discovery.DiscoveredEndpoints;
import io.tidegate.gate.discovery.Discovery;
import io.tidegate.gate.discovery.DiscoveryConfig;
import io.tidegate.gate.discovery.DiscoveryState;
import io.tidegate.gate.discovery.DnsConfig;
import io.tidegate.gate.discovery.DnsDiscovery;
import io.tidegate.gate.discovery.DnsResolver;
import io.tidegate.gate.discovery.EurekaConfig;
import io.tidegate.gate.discovery.EurekaDiscovery;
import io.tidegate.gate.discovery.KubernetesConfig;
import io.tidegate.gate.discovery.kubernetes.KubernetesDiscovery;
import io.tidegate.gate.fallback.FallbackConfig;
import io.tidegate.gate.fallback.FallbackCounts;
import io.tidegate.gate.fallback.RouteFallback;
import io.tidegate.gate.forward.Fallback;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.Forwarders;
import io.tidegate.gate.forward.PathRewrite;
import io.tidegate.gate.forward.Way;
import io.tidegate.gate.registry.Registry;
import io.tidegate.gate.room.Behind;
import io.tidegate.gate.room.GateRoom;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.room.RoomMessage;
import io.tidegate.gate.route.Route;
import io.tidegate.gate.route.RouteAction;
import io.tidegate.gate.route.RouteAction.Forward;
import io.tidegate.gate.route.RouteAction.Share;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteState;
import io.tidegate.gate.route.RouteTable;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.gate.upstream.UpstreamConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams of a configuration, and what its routes keep. One that is the same in the next
 * configuration stays, with its connections and with what is known of its endpoints, or with what
 * it keeps. An upstream stays also where its endpoints are others: then those that are in both stay
 * with it.
 */
final class Upstreams {

  /** An upstream as the file has it but for its endpoints, with where they are discovered. */
  private record Source(UpstreamConfig config, @Nullable DiscoveryConfig discovery) {

    static Source of(UpstreamConfig upstream, GateConfig config) {
      return new Source(upstream.with(List.of()), config.discovered().get(upstream.name()));
    }
  }

  /** An upstream, and what discovers its endpoints. */
  private record Running(Upstream upstream, @Nullable Discovered discovered) {

    static Running start(UpstreamConfig config, Source source, Registry registry) {
      Upstream upstream = new Upstream(config).start();
      if (source.discovery == null) return new Running(upstream, null);
      DiscoveredEndpoints endpoints =
          new DiscoveredEndpoints(source.discovery.source(), upstream::use);
      return new Running(
          upstream, new Discovered(endpoints, discovery(source.discovery, registry, endpoints)));
    }

    private static Discovery discovery(
        DiscoveryConfig config, Registry registry, DiscoveredEndpoints endpoints) {
      return switch (config) {
        case DnsConfig dns -> DnsDiscovery.start(dns, DnsResolver.ofSystem(), endpoints);
        case EurekaConfig eureka -> EurekaDiscovery.start(eureka, registry, endpoints);
        case KubernetesConfig service -> KubernetesDiscovery.start(service, endpoints);
      };
    }

    /** Takes over the endpoints that the next configuration names. */
    void use(UpstreamConfig next) {
      if (discovered == null) upstream.use(next.endpoints());
    }

    void close() {
      if (discovered != null) discovered.discovery.close();
      upstream.close();
    }
  }

  private record Discovered(DiscoveredEndpoints endpoints, Discovery discovery) {}

  /** So long endpoints are waited for that are discovered, all together, before requests come. */
  private static final Duration AT_FIRST = Duration.ofSeconds(5);

  private final Map<Source, Running> made;
  private final Map<RouteConfig, RouteState> routes;
  private final Map<RoomConfig, GateRoom> rooms;

  private Upstreams(
      Map<Source, Running> made,
      Map<RouteConfig, RouteState> routes,
      Map<RoomConfig, GateRoom> rooms) {
    this.made = made;
    this.routes = routes;
    this.rooms = rooms;
  }

  static Upstreams none() {
    return new Upstreams(Map.of(), Map.of(), Map.of());
  }

  /** The rooms before its routes. */
  List<GateRoom> rooms() {
    return List.copyOf(rooms.values());
  }

  List<Upstream> all() {
    return made.values().stream().map(Running::upstream).toList();
  }

  /** How the discovery of endpoints goes, by the names of the upstreams that have one. */
  Map<String, DiscoveryState> discoveries() {
    Map<String, DiscoveryState> byUpstream = new LinkedHashMap<>();
    made.forEach((source, running) -> {
      if (running.discovered != null)
        byUpstream.put(source.config.name(), running.discovered.endpoints.state());
    });
    return byUpstream;
  }

  /** What its routes keep; of several of one name the first. */
  List<RouteState> routes() {
    Map<String, RouteState> byName = new LinkedHashMap<>();
    for (RouteState route : routes.values()) byName.putIfAbsent(route.name(), route);
    return List.copyOf(byName.values());
  }

  /** Those of the next configuration. */
  Upstreams next(GateConfig config, @Nullable RoomDoor door, Registry registry) {
    Map<RouteConfig, RouteState> nextRoutes = new LinkedHashMap<>();
    for (RouteConfig route : config.routes()) {
      RouteState before = routes.get(route);
      nextRoutes.put(route, before == null ? RouteState.of(route) : before);
    }
    Map<RoomConfig, GateRoom> nextRooms = new LinkedHashMap<>();
    for (RouteConfig route : config.routes()) {
      RoomConfig room = route.room();
      if (room == null || nextRooms.containsKey(room)) continue;
      GateRoom before = rooms.get(room);
      GateRoom next = before == null ? opened(room, door) : before;
      next.says(config.messages().getOrDefault(room.name(), RoomMessage.NONE));
      nextRooms.put(room, next);
    }
    Map<Source, Running> next = new LinkedHashMap<>();
    for (UpstreamConfig upstream : config.upstreams()) {
      Source source = Source.of(upstream, config);
      Running before = made.get(source);
      next.put(source, before == null ? Running.start(upstream, source, registry) : before);
    }
    awaitEndpoints(next.values());
    return new Upstreams(next, nextRoutes, nextRooms);
  }

  private static void awaitEndpoints(Collection<Running> all) {
    long deadlineNs = System.nanoTime() + AT_FIRST.toNanos();
    try {
      for (Running running : all)
        if (running.discovered != null) running.discovered.endpoints.await(deadlineNs);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static GateRoom opened(RoomConfig config, @Nullable RoomDoor door) {
    if (door == null)
      throw new IllegalArgumentException("its first room needs a new start of the gate");
    GateRoom room = new GateRoom(config, door);
    room.prepare();
    return room;
  }

  /** Gives those that stay the endpoints of this configuration, which is theirs from now on. */
  void use(GateConfig config) {
    for (UpstreamConfig upstream : config.upstreams())
      Objects.requireNonNull(made.get(Source.of(upstream, config))).use(upstream);
  }

  /** Closes those that the next configuration has no more; requests under way end as they began. */
  void closeBut(Upstreams next) {
    made.forEach((source, running) -> {
      if (!next.made.containsKey(source)) running.close();
    });
  }

  /** The routes of this configuration, sending on by these. */
  RouteTable table(GateConfig config, Forwarders forwarders) {
    Map<String, Upstream> byName = new LinkedHashMap<>();
    made.forEach((source, running) -> byName.put(source.config.name(), running.upstream));
    rooms.forEach((room, made) -> made.behind(behind(room, config.routes(), byName)));
    return new RouteTable(
        config.routes().stream().map(route -> route(route, byName, forwarders)).toList());
  }

  /** What of each upstream is for the visitors of a room. */
  private static List<Behind> behind(
      RoomConfig room, List<RouteConfig> routes, Map<String, Upstream> byName) {
    Map<String, Integer> all = new LinkedHashMap<>();
    Map<String, Integer> ours = new LinkedHashMap<>();
    for (RouteConfig route : routes)
      route
          .upstreams()
          .forEach((name, weight) -> {
            if (weight > 0) all.merge(name, 1, Integer::sum);
            if (weight > 0 && room.equals(route.room())) ours.merge(name, 1, Integer::sum);
          });
    int percent = room.measured().share();
    List<Behind> behind = new ArrayList<>();
    ours.forEach((name, count) -> {
      double share = percent > 0 ? percent / 100.0 : (double) count / all.getOrDefault(name, count);
      behind.add(new Behind(upstream(byName, name), share));
    });
    return behind;
  }

  /** Measures what its rooms may call. By one thread. */
  void measure() {
    rooms.values().forEach(GateRoom::measure);
  }

  private Route route(RouteConfig config, Map<String, Upstream> byName, Forwarders forwarders) {
    RouteState state = Objects.requireNonNull(routes.get(config));
    RouteAction answer = config.answer();
    RouteAction action = answer == null ? forward(config, state, byName, forwarders) : answer;
    return new Route(config.name(), config.match(), action, state.rates());
  }

  private Forward forward(
      RouteConfig config, RouteState state, Map<String, Upstream> byName, Forwarders forwarders) {
    String rewrite = config.rewrite();
    ForwardRules rules =
        new ForwardRules(
            rewrite == null ? PathRewrite.NONE : new PathRewrite(config.match().path(), rewrite),
            config.keeps());
    Fallback fallback = fallback(config, state, rules, byName, forwarders);
    List<Share> shares = new ArrayList<>();
    config
        .upstreams()
        .forEach((name, weight) -> {
          Upstream to = upstream(byName, name);
          Way way = new Way(forwarders, to, rules, config.times(), state.breaker(), fallback);
          shares.add(new Share(way, weight));
        });
    return new Forward(
        shares,
        state.cache(),
        config.room() == null ? null : rooms.get(config.room()),
        config.priority());
  }

  private static Fallback fallback(
      RouteConfig config,
      RouteState state,
      ForwardRules rules,
      Map<String, Upstream> byName,
      Forwarders forwarders) {
    FallbackConfig given = config.fallback();
    FallbackCounts counts = state.fallbacks();
    if (given == null || counts == null) return Fallback.NONE;
    RouteFallback last = new RouteFallback(given, counts, rules, null, null);
    String other = given.upstream();
    Way way =
        other == null
            ? null
            : new Way(forwarders, upstream(byName, other), rules, config.times(), null, last);
    return new RouteFallback(given, counts, rules, given.stale() ? state.cache() : null, way);
  }

  private static Upstream upstream(Map<String, Upstream> byName, String name) {
    return Objects.requireNonNull(byName.get(name), () -> "no upstream is called " + name);
  }
}
