package io.tidegate.gate;

import io.tidegate.gate.cache.ResponseCache;
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
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.PathRewrite;
import io.tidegate.gate.registry.Registry;
import io.tidegate.gate.room.GateRoom;
import io.tidegate.gate.room.GateRooms;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomDoor;
import io.tidegate.gate.room.RoomMessage;
import io.tidegate.gate.route.Route;
import io.tidegate.gate.route.RouteAction;
import io.tidegate.gate.route.RouteAction.Forward;
import io.tidegate.gate.route.RouteAction.Share;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteTable;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.gate.upstream.UpstreamConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams and caches of a configuration. One that is the same in the next configuration
 * stays, with its connections and with what is known of its endpoints, or with what it keeps. An
 * upstream stays also where its endpoints are others: then those that are in both stay with it.
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
  private final Map<RouteConfig, ResponseCache> caches;
  private final Map<RoomConfig, GateRoom> rooms;

  private Upstreams(
      Map<Source, Running> made,
      Map<RouteConfig, ResponseCache> caches,
      Map<RoomConfig, GateRoom> rooms) {
    this.made = made;
    this.caches = caches;
    this.rooms = rooms;
  }

  static Upstreams none() {
    return new Upstreams(Map.of(), Map.of(), Map.of());
  }

  /** The rooms before its routes. */
  GateRooms rooms() {
    return new GateRooms(List.copyOf(rooms.values()));
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

  /** Its caches, by the names of their routes. */
  Map<String, ResponseCache> caches() {
    Map<String, ResponseCache> byRoute = new LinkedHashMap<>();
    caches.forEach((route, cache) -> byRoute.putIfAbsent(route.name(), cache));
    return byRoute;
  }

  /** Those of the next configuration. */
  Upstreams next(GateConfig config, @Nullable RoomDoor door, Registry registry) {
    Map<RouteConfig, ResponseCache> nextCaches = new LinkedHashMap<>();
    for (RouteConfig route : config.routes()) {
      if (route.cache() == null) continue;
      ResponseCache before = caches.get(route);
      nextCaches.put(route, before == null ? new ResponseCache(route.cache()) : before);
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
    return new Upstreams(next, nextCaches, nextRooms);
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

  RouteTable routes(List<RouteConfig> routes) {
    Map<String, Upstream> byName = new LinkedHashMap<>();
    made.forEach((source, running) -> byName.put(source.config.name(), running.upstream));
    return new RouteTable(routes.stream().map(route -> route(route, byName)).toList());
  }

  private Route route(RouteConfig config, Map<String, Upstream> byName) {
    return Route.of(config, action(config, byName));
  }

  private RouteAction action(RouteConfig config, Map<String, Upstream> byName) {
    if (config.answer() != null) return config.answer();
    List<Share> shares =
        config.upstreams().entrySet().stream()
            .map(named -> new Share(upstream(byName, named.getKey()), named.getValue()))
            .toList();
    String rewrite = config.rewrite();
    return new Forward(
        shares,
        new ForwardRules(
            rewrite == null ? PathRewrite.NONE : new PathRewrite(config.match().path(), rewrite),
            config.keeps()),
        config.times(),
        caches.get(config),
        config.room() == null ? null : rooms.get(config.room()));
  }

  private static Upstream upstream(Map<String, Upstream> byName, String name) {
    return Objects.requireNonNull(byName.get(name), () -> "no upstream is called " + name);
  }
}
