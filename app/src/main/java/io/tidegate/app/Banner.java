package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.keys.KeyFiles;
import io.tidegate.app.service.Service;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text that {@code up} prints once the service is up: where everything is, and calls that work
 * with the data that is there.
 */
final class Banner {

  private static final long FIRST_USER = 7;

  private final Config config;
  private final Service service;
  private final Views views;
  private final String url;

  Banner(Config config, Service service) {
    this.config = config;
    this.service = service;
    views = service.backend().views();
    url = url(service.port());
  }

  private String url(int port) {
    String host = config.service().host();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  List<String> lines() {
    KeyFiles keys = service.keys();
    List<String> lines = new ArrayList<>();
    lines.add("Tidegate is up: " + url);
    service.gatePort().ifPresent(port -> lines.add("  gate       " + gate(url(port))));
    lines.add("  data       " + data() + " (" + service.backend().found() + ")");
    lines.add("  admin key  " + keys.adminFile() + made(keys.adminMade(), ""));
    String lost = ticketsAreVoid(service) ? "; tickets given out before are void now" : "";
    lines.add("  signing    " + keys.signingFile().path() + made(keys.signingMade(), lost));
    lines.add("  connections " + service.connections().text());
    lines.add(
        "  in a browser  " + url + "/ leads to everything: sales, rooms, API, docs, problems");
    lines.add("  for programs  " + url + "/openapi.json, " + url + "/metrics");
    lines.add("Try:");
    suggestions().forEach(call -> lines.add("  " + call));
    lines.add("Ctrl-C stops it.");
    return lines;
  }

  private String gate(String gate) {
    return service
        .demoPath()
        .map(path -> gate + " passes everything on; before " + gate + path + " is a waiting room")
        .orElse(gate + " passes everything on");
  }

  private Path data() {
    return config.service().data().toAbsolutePath().normalize();
  }

  /** Whether people have tickets that no key of this start signed. */
  static boolean ticketsAreVoid(Service service) {
    return service.keys().signingMade()
        && service.backend().views().rooms().stream().anyMatch(room -> room.lastNumber() > 0);
  }

  private static String made(boolean made, String more) {
    return made ? " (made just now, readable by you alone" + more + ")" : "";
  }

  /** Calls that succeed, in this order, on what is there. */
  private List<String> suggestions() {
    List<String> calls = new ArrayList<>();
    long user = somebody();
    RoomView room = room();
    if (room != null) calls.add(post("user/" + user + "/queue/token/issue" + named(room)));
    if (!views.concerts().isEmpty())
      calls.add("curl -s '" + url + "/api/v1/concerts/query?page=1'");
    if (isForTheTaking(views.offer(Service.DEFAULT_OFFER))) calls.add(coupon(user));
    service
        .gatePort()
        .ifPresent(
            port -> service.demoPath().ifPresent(path -> calls.add(browse(url(port) + path))));
    if (calls.isEmpty()) calls.addAll(views.sales().isEmpty() ? firstSale(user) : List.of(sales()));
    return calls;
  }

  /** Nobody who has the coupon already: it is handed out once a person. */
  private long somebody() {
    OfferView coupon = views.offer(Service.DEFAULT_OFFER);
    boolean untouched = coupon == null || coupon.available() == coupon.total();
    return untouched ? FIRST_USER : System.currentTimeMillis() / 1_000;
  }

  private @Nullable RoomView room() {
    RoomView usual = views.roomNamed(Service.DEFAULT_ROOM);
    if (usual != null && isOpen(usual)) return usual;
    return views.rooms().stream()
        .filter(Banner::isOpen)
        .min(Comparator.comparingLong(RoomView::room))
        .orElse(null);
  }

  private static boolean isOpen(RoomView room) {
    return room.settings().state() == RoomState.OPEN;
  }

  private static String named(RoomView room) {
    return room.settings().name().equals(Service.DEFAULT_ROOM) ? "" : "?room=" + room.room();
  }

  private boolean isForTheTaking(@Nullable OfferView offer) {
    if (offer == null || offer.schedule() != 0 || offer.available() == 0) return false;
    SaleView sale = views.sale(offer.sale());
    return sale != null && sale.state() == SaleState.OPEN && sale.entry() == Entry.OPEN;
  }

  private List<String> firstSale(long user) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    JsonWriter sale = new JsonWriter(128).beginObject().member("name", "Coupons");
    sale.member("opensAt", now.toString()).member("entry", "open").endObject();
    JsonWriter offer = new JsonWriter(128).beginObject().member("saleId", 1);
    offer.member("name", "Coupon").member("total", 100).endObject();
    return List.of(
        post("admin/sales") + asAdmin() + with(sale),
        post("admin/offers") + asAdmin() + with(offer),
        coupon(user));
  }

  private String sales() {
    return "curl -s " + url + "/api/v1/admin/sales" + asAdmin();
  }

  private String asAdmin() {
    String file = service.keys().adminFile().toString().replace("'", "'\\''");
    return " -H \"Authorization: Bearer $(cat '" + file + "')\"";
  }

  private String coupon(long user) {
    JsonWriter body = new JsonWriter(64).beginObject().member("userId", user).endObject();
    return post("coupon/issue") + with(body);
  }

  private static String with(JsonWriter body) {
    return " -H 'Content-Type: application/json' -d '" + body + "'";
  }

  /** As a browser opens it: with cookies, to the page or to the place in line. */
  private static String browse(String page) {
    return "curl -s -L -b '' -H 'Accept: text/html' " + page;
  }

  private String post(String call) {
    return "curl -s -X POST '" + url + "/api/v1/" + call + "'";
  }
}
