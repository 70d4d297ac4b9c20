package io.tidegate.gate.admin;

import io.tidegate.gate.Gate;
import io.tidegate.gate.registry.Registry;
import io.tidegate.gate.registry.RegistryCalls;
import io.tidegate.gate.room.GateRooms;
import io.tidegate.gate.sight.RecentFigures;
import io.tidegate.gate.sight.SightConfig.DoorConfig;
import io.tidegate.http.admin.AdminGuard;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Hosts;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.http.wire.Refusals;
import java.io.IOException;
import java.net.InetAddress;

/**
 * The gate's second door: metrics, probes, the live state of upstreams, orders about endpoints, and
 * the registry of services, which has a key of its own. What changes something of the gate needs
 * the admin key. What only shows does not, and is meant for loopback or a network of operators;
 * {@code Host} is checked, so that a page of another site cannot read it in an operator's browser.
 * Any thread.
 */
public final class AdminDoor implements AutoCloseable {

  private static final int CONNECTIONS = 256;
  private static final int BODY_BYTES = 16 * 1024;

  private final HttpServer http;
  private final RecentFigures recent;

  /**
   * What has to be shown there.
   *
   * @param admin by who changes something of the gate
   * @param registry by services that register, and by who reads what they say
   */
  public record Keys(AdminKey admin, AdminKey registry) {}

  private AdminDoor(HttpServer http, RecentFigures recent) {
    this.http = http;
    this.recent = recent;
  }

  /**
   * Opens it.
   *
   * @throws IOException if the address cannot be bound
   */
  public static AdminDoor open(DoorConfig config, Gate gate, MetricRegistry figures, Keys keys)
      throws IOException {
    GateMetrics metrics = new GateMetrics(gate);
    figures.add(metrics::collect);
    Registry registry = gate.registry();
    figures.add(registry::collect);
    RecentFigures recent = new RecentFigures(gate.counts(), metrics::forgetGone);
    UpstreamsState state = new UpstreamsState(gate, recent);
    Probes probes = new Probes(gate);
    Router.Builder routes =
        Router.builder()
            .get("/metrics", figures.scrapes())
            .get("/healthz", probes::alive)
            .get("/readyz", probes::ready)
            .get("/", AdminDoor::toUpstreams)
            .get(
                "/admin/upstreams",
                exchange -> show(exchange, state),
                PageLanguage.PARAMETER,
                UpstreamsPage.EVERY)
            .get(
                "/admin/rooms/{room:text}/preview/{state:text}",
                exchange -> preview(exchange, gate),
                PageLanguage.PARAMETER)
            .get(GateRooms.PATH + "/assets/{hash:text}/{name:text}", AdminDoor::asset)
            .post(
                "/admin/upstreams/{name:text}/endpoints/{address:text}",
                new AdminGuard(keys.admin).before(new EndpointOrder(gate)));
    RegistryCalls.add(
        routes,
        registry,
        AdminGuard.ofPassword(keys.registry, "registry"),
        exchange -> RegistryPage.of(exchange, registry));
    Router router = routes.build();
    HttpConfig http =
        HttpConfig.DEFAULT
            .at(config.host(), config.port())
            .loops(1)
            .limits(CONNECTIONS, BODY_BYTES);
    try {
      Handler handler = checking(hosts(config), router);
      return new AdminDoor(HttpServer.start(http, handler, ServerObserver.NONE), recent);
    } catch (IOException e) {
      recent.close();
      throw e;
    }
  }

  /** Who listens beyond loopback has said who reaches it, and may say by which names. */
  private static Hosts hosts(DoorConfig config) throws IOException {
    boolean loopback = InetAddress.getByName(config.host()).isLoopbackAddress();
    return loopback || !config.hosts().isEmpty() ? Hosts.loopbackAnd(config.hosts()) : Hosts.ANY;
  }

  private static Handler checking(Hosts hosts, Router router) {
    return exchange -> {
      if (hosts.answer(exchange)) router.handle(exchange);
      else exchange.refuse(Refusals.MISDIRECTED);
    };
  }

  private static void toUpstreams(Exchange exchange) {
    exchange.reply(Response.empty(302).with("Location", "/admin/upstreams"));
  }

  private static void show(Exchange exchange, UpstreamsState state) {
    Response response =
        ContentNegotiation.prefersHtml(exchange, Response.JSON)
            ? UpstreamsPage.of(exchange, state.now(), state.routes())
            : UpstreamsJson.of(state.now(), state.routes());
    exchange.reply(response.with("Vary", "Accept, Accept-Language"));
  }

  private static void preview(Exchange exchange, Gate gate) {
    GateRooms rooms = new GateRooms(gate.rooms());
    Response page = rooms.preview(exchange, exchange.text("room"), exchange.text("state"));
    if (page == null) exchange.refuse(Refusals.NOT_FOUND);
    else exchange.reply(page);
  }

  private static void asset(Exchange exchange) {
    Response asset = GateRooms.asset(exchange);
    if (asset == null) exchange.refuse(Refusals.NOT_FOUND);
    else exchange.reply(asset);
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    recent.close();
    http.close();
  }
}
