package io.tidegate.app.gate;

import io.tidegate.app.config.ConfigException;
import io.tidegate.app.config.ConfigText;
import io.tidegate.app.config.NearestName;
import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.EntryConfig;
import io.tidegate.gate.GateConfig;
import io.tidegate.gate.cache.CacheConfig;
import io.tidegate.gate.discovery.DiscoveryConfig;
import io.tidegate.gate.discovery.EurekaConfig;
import io.tidegate.gate.fallback.FallbackConfig;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.ForwardTimes;
import io.tidegate.gate.forward.PathRewrite;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.limit.RateLimitConfig;
import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomConfig.When;
import io.tidegate.gate.room.RoomsElsewhere;
import io.tidegate.gate.route.RateRule;
import io.tidegate.gate.route.RouteAction;
import io.tidegate.gate.route.RouteAction.FixedReply;
import io.tidegate.gate.route.RouteAction.Redirect;
import io.tidegate.gate.route.RouteAction.Share;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.gate.sight.SightConfig;
import io.tidegate.gate.upstream.UpstreamConfig;
import io.tidegate.gate.upstream.UpstreamConfig.EndpointConfig;
import io.tidegate.gate.upstream.UpstreamPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads the gate's file: routes, and the upstreams that they go to. It is read whole before
 * anything of it holds, and what is wrong is told with its line.
 */
public final class GateFile {

  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
  private static final UpstreamPolicy GIVEN = UpstreamPolicy.DEFAULT;

  /** Of an upstream that only a route names, and that has to say when it is full. */
  private static final UpstreamPolicy MEASURED =
      GIVEN.limited(LimitConfig.MOST, LimitConfig.ADAPTIVE, GIVEN.queue());

  private final Path file;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, UpstreamConfig> upstreams = new LinkedHashMap<>();
  private final Map<String, DiscoveryConfig> discovered = new LinkedHashMap<>();
  private final RoomReader rooms = new RoomReader();

  private GateFile(Path file) {
    this.file = file;
  }

  /**
   * What it says.
   *
   * @throws ConfigException if anything of it is wrong
   */
  public static GateConfig read(Path file) {
    GateFile reader = new GateFile(file);
    GateConfig config = reader.read();
    if (config == null || !reader.problems.isEmpty()) throw new ConfigException(reader.problems);
    return config;
  }

  private @Nullable GateConfig read() {
    try {
      Optional<String> text = ConfigText.read(file, what -> problems.add(file + ": " + what));
      if (text.isEmpty()) return null;
      LoadSettings settings =
          LoadSettings.builder().setSchema(new CoreSchema()).setAllowNonScalarKeys(true).build();
      Optional<Node> root = new Compose(settings).composeString(text.get());
      return config(new YamlSection(file, "", root.orElse(null), problems));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(at -> ":" + (at.getLine() + 1)).orElse("");
      problems.add(file + line + ": " + ConfigText.wrong(e));
    } catch (YamlEngineException e) {
      problems.add(file + ": is not YAML 1.2");
    }
    return null;
  }

  private GateConfig config(YamlSection root) {
    String listen = root.text("listen", GateConfig.HOST + ":" + GateConfig.PORT);
    YamlSection named = root.section("upstreams");
    for (String name : named.keys()) upstream(name, named.section(name));
    List<RouteConfig> routes = new ArrayList<>();
    for (YamlSection section : root.sections("routes")) {
      RouteConfig route = route(section);
      if (route != null) routes.add(route);
    }
    SightConfig sight = SightSection.read(root, file);
    if (sight.door() == null
        && discovered.values().stream().anyMatch(EurekaConfig.class::isInstance))
      root.problem("has an upstream with eureka, and no second door (admin.listen) to register at");
    if (!root.has("routes")) root.problem("has no routes: begin with \"routes:\"");
    EntryConfig entry = new EntrySection(file, root).read();
    RoomsElsewhere elsewhere = RoomsSection.read(root, file);
    root.end();
    return listening(root, listen, entry, routes)
        .discovering(discovered)
        .saying(rooms.messages())
        .seen(sight)
        .asking(elsewhere);
  }

  private GateConfig listening(
      YamlSection root, String listen, EntryConfig entry, List<RouteConfig> routes) {
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? GateConfig.HOST : listen.substring(0, colon);
    int port = GateConfig.PORT;
    try {
      port = Integer.parseInt(listen.substring(colon + 1));
      return new GateConfig(host, port, entry, List.copyOf(upstreams.values()), routes);
    } catch (IllegalArgumentException _) {
      root.problem("listen", "must be a port or an address with one, such as 0.0.0.0:8080");
    }
    return new GateConfig(host, GateConfig.PORT, entry, List.copyOf(upstreams.values()), routes);
  }

  // ---- upstreams ----

  private void upstream(String name, YamlSection section) {
    List<EndpointConfig> endpoints = endpoints(section, "endpoints");
    Duration connect =
        Duration.ofMillis(
            section.number(
                "connect-ms",
                UpstreamConfig.CONNECT_MS_LEAST,
                UpstreamConfig.CONNECT_MS_MOST,
                (int) UpstreamConfig.CONNECT.toMillis()));
    DiscoverySection discovery = new DiscoverySection(file, section);
    DiscoveryConfig found = discovery.read();
    if (found != null) discovered.put(name, found);
    if (discovery.count() + (endpoints.isEmpty() ? 0 : 1) != 1)
      section.problem("must have exactly one of endpoints, dns, eureka and kubernetes");
    UpstreamPolicy policy = PolicyReader.read(section);
    section.end();
    upstreams.put(name, new UpstreamConfig(name, endpoints, connect, policy));
  }

  /** Addresses, or with a weight for each: {@code {127.0.0.1:9001: 9, 127.0.0.1:9002: 1}}. */
  private static List<EndpointConfig> endpoints(YamlSection section, String key) {
    YamlSection weights = section.isSection(key) ? section.section(key) : null;
    Collection<String> texts = weights == null ? section.texts(key) : weights.keys();
    Map<String, EndpointConfig> endpoints = new LinkedHashMap<>();
    for (String text : texts) {
      try {
        EndpointConfig endpoint = EndpointConfig.parse(text);
        int weight = weights == null ? 1 : weights.number(text, 1);
        EndpointConfig weighed = new EndpointConfig(endpoint.host(), endpoint.port(), weight);
        if (endpoints.putIfAbsent(endpoint.text(), weighed) != null)
          section.problem(key, "names " + text + " twice");
      } catch (IllegalArgumentException e) {
        section.problem(key, "\"" + text + "\" " + e.getMessage());
      }
    }
    return List.copyOf(endpoints.values());
  }

  // ---- routes ----

  private @Nullable RouteConfig route(YamlSection section) {
    String path = section.text("path", "/");
    if (!path.startsWith("/"))
      section.problem("path", "must begin with a slash, not \"" + path + "\"");
    RouteMatch match = match(section, path.startsWith("/") ? path : "/");
    String name = section.text("name", path);
    RoomConfig room = rooms.read(section);
    Map<String, Integer> to = targets(section, name, room);
    if (room != null && room.when() == When.FULL) checkLimited(section, to.keySet());
    RouteAction answer = answer(section);
    String rewrite = section.text("rewrite");
    if (rewrite != null && !rewrite.startsWith("/"))
      section.problem("rewrite", "must begin with a slash, not \"" + rewrite + "\"");
    RouteConfig.Builder route =
        RouteConfig.of(match)
            .name(name)
            .upstreams(to)
            .answer(answer)
            .rewrite(rewrite)
            .keeps(keeps(section))
            .times(times(section.section("times")))
            .cache(section.has("cache") ? cache(section.section("cache")) : null)
            .room(room)
            .priority(section.choice("priority", Priority.class, Priority.ADMITTED))
            .rate(section.has("rate-limit") ? rate(section.section("rate-limit")) : null)
            .breaker(
                section.has("breaker") ? PolicyReader.breaker(section.section("breaker")) : null)
            .fallback(section.has("fallback") ? fallback(section, name) : null);
    section.end();
    if (to.isEmpty() != (answer == null)) return route.build();
    section.problem("must have exactly one of upstream, redirect and reply");
    return null;
  }

  private @Nullable FallbackConfig fallback(YamlSection route, String name) {
    YamlSection section = route.section("fallback");
    Map<String, Integer> others = targets(section, name + " fallback", null);
    boolean stale = section.flag("stale", false);
    Integer page = page(section);
    FallbackConfig.Reply reply = section.has("reply") ? reply(section.section("reply")) : null;
    section.end();
    if (others.size() > 1) section.problem("upstream", "must be one upstream, or its addresses");
    if (!route.has("upstream")) route.problem("fallback", "needs an upstream of the route");
    if (stale && !route.has("cache")) {
      section.problem("stale", "needs a cache of the route");
      return null;
    }
    String other = others.isEmpty() ? null : others.keySet().iterator().next();
    try {
      return new FallbackConfig(stale, other, page, reply);
    } catch (IllegalArgumentException e) {
      route.problem("fallback", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static FallbackConfig.Reply reply(YamlSection section) {
    FallbackConfig.Reply reply =
        new FallbackConfig.Reply(
            section.number("status", 200, 599, FallbackConfig.STATUS),
            section.text("type", PLAIN_TEXT),
            section.text("text", ""));
    section.end();
    return reply;
  }

  /** {@code true}, or keys and values; null for none. */
  private static @Nullable Integer page(YamlSection fallback) {
    if (!fallback.isSection("page"))
      return fallback.flag("page", false) ? FallbackConfig.STATUS : null;
    YamlSection section = fallback.section("page");
    int status = section.number("status", 200, 599, FallbackConfig.STATUS);
    section.end();
    return status;
  }

  private static @Nullable RateRule rate(YamlSection section) {
    int perSecond = section.number("per-second", 10);
    int burst = section.number("burst", perSecond);
    int clients = section.number("clients", RateLimitConfig.KEYS);
    String header = section.text("header");
    section.end();
    try {
      return new RateRule(new RateLimitConfig(perSecond, burst, clients), header);
    } catch (IllegalArgumentException e) {
      section.problem("is out of bounds: " + e.getMessage());
      return null;
    }
  }

  private static List<String> keeps(YamlSection section) {
    List<String> keeps = section.texts("keeps");
    try {
      return new ForwardRules(PathRewrite.NONE, keeps).keeps();
    } catch (IllegalArgumentException e) {
      section.problem("keeps", String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static CacheConfig cache(YamlSection section) {
    CacheConfig given = CacheConfig.DEFAULT;
    int bytes =
        section.number(
            "bytes", CacheConfig.BYTES_LEAST, CacheConfig.BYTES_MOST, (int) given.bytes());
    CacheConfig cache =
        new CacheConfig(
            bytes,
            section.number("response-bytes", 0, bytes, Math.min(bytes, given.responseBytes())),
            cacheTime(section, "ttl-ms"),
            cacheTime(section, "stale-while-revalidate-ms"),
            cacheTime(section, "stale-if-error-ms"));
    section.end();
    return cache;
  }

  private static Duration cacheTime(YamlSection section, String key) {
    return Duration.ofMillis(section.number(key, 0, CacheConfig.MS_MOST, 0));
  }

  private static ForwardTimes times(YamlSection section) {
    ForwardTimes given = ForwardTimes.DEFAULT;
    ForwardTimes times =
        new ForwardTimes(
            time(section, "response-ms", given.response()),
            time(section, "stall-ms", given.stall()),
            time(section, "quiet-ms", given.quiet()));
    section.end();
    return times;
  }

  private static Duration time(YamlSection section, String key, Duration otherwise) {
    int ms =
        section.number(
            key, ForwardTimes.MS_LEAST, ForwardTimes.MS_MOST, (int) otherwise.toMillis());
    return Duration.ofMillis(ms);
  }

  private static RouteMatch match(YamlSection section, String path) {
    List<String> hosts =
        section.texts("host").stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    Map<String, String> headers = new TreeMap<>();
    YamlSection fields = section.section("headers");
    for (String field : fields.keys()) headers.put(field, fields.text(field, ""));
    return new RouteMatch(hosts, path, Set.copyOf(section.texts("methods")), headers);
  }

  /** A name, several with their weights, or addresses where no name is needed. */
  private Map<String, Integer> targets(
      YamlSection section, String route, @Nullable RoomConfig room) {
    if (!section.has("upstream")) return Map.of();
    if (section.isSection("upstream")) {
      Map<String, Integer> weights = new LinkedHashMap<>();
      YamlSection shares = section.section("upstream");
      for (String name : shares.keys()) {
        checkKnown(section, name);
        weights.put(name, shares.number(name, 0, Share.WEIGHT_MOST, 1));
      }
      return weights;
    }
    List<String> texts = section.texts("upstream");
    if (texts.size() == 1 && !texts.getFirst().contains(":")) {
      checkKnown(section, texts.getFirst());
      return Map.of(texts.getFirst(), 1);
    }
    String name = upstreams.containsKey(route) ? route + "#" + upstreams.size() : route;
    List<EndpointConfig> endpoints = endpoints(section, "upstream");
    UpstreamPolicy policy = room != null && room.when() == When.FULL ? MEASURED : GIVEN;
    upstreams.put(name, new UpstreamConfig(name, endpoints, UpstreamConfig.CONNECT, policy));
    return Map.of(name, 1);
  }

  /** What has no limit is never full. */
  private void checkLimited(YamlSection section, Collection<String> names) {
    for (String name : names) {
      UpstreamConfig upstream = upstreams.get(name);
      if (upstream == null) continue; // told already
      UpstreamPolicy policy = upstream.policy();
      if (policy.limit().equals(LimitConfig.NONE) && policy.maxInFlight() == LimitConfig.MOST)
        section.problem(
            "room", "is there when " + name + " is full, which needs a limit or max-in-flight");
    }
  }

  private void checkKnown(YamlSection section, String name) {
    if (upstreams.containsKey(name)) return;
    section.problem(
        "upstream",
        upstreams.isEmpty()
            ? "\""
                + name
                + "\" must be an address with a port, such as 127.0.0.1:9001, or one of upstreams,"
                + " of which the file has none"
            : "names no upstream \""
                + name
                + "\"; the nearest is "
                + NearestName.to(name, upstreams.keySet()));
  }

  private static @Nullable RouteAction answer(YamlSection section) {
    boolean redirects = section.has("redirect");
    boolean replies = section.has("reply");
    if (redirects && replies) section.problem("redirect", "and reply exclude one another");
    try {
      if (redirects && section.isSection("redirect")) {
        YamlSection redirect = section.section("redirect");
        Redirect made =
            new Redirect(redirect.number("status", 301, 308, 308), redirect.text("to", "/"));
        redirect.end();
        return made;
      }
      if (redirects) return new Redirect(308, section.text("redirect", "/"));
      if (!replies) return null;
      YamlSection reply = section.section("reply");
      FixedReply made =
          new FixedReply(
              reply.number("status", 200, 599, 200),
              reply.text("type", PLAIN_TEXT),
              reply.text("text", ""));
      reply.end();
      return made;
    } catch (IllegalArgumentException e) {
      section.problem(e.getMessage() == null ? "is wrong" : e.getMessage());
      return null;
    }
  }
}
