package io.tidegate.api.openapi;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.core.Event;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Makes every call there is once with success, and shows each reply. */
final class EveryCall {

  private static final String API = "/api/v1";
  private static final String[] USER = {"X-User-Id", "7"};
  private static final Duration TO_THE_DRAW = Duration.ofSeconds(1);

  private final ServiceFixture service;
  private final Consumer<Reply> show;
  private String[] ticket = {};

  EveryCall(ServiceFixture service, Consumer<Reply> show) {
    this.service = service;
    this.show = show;
  }

  void make() {
    setUp();
    visit();
    claims();
    documents();
    draw();
    outbox();
  }

  /** What has to be there before: sale 1, stopped. */
  static final List<Event> STOPPED =
      List.of(
          new Event.SaleCreated(1, "All", 0, 253_370_764_800_000L, Entry.OPEN, 0),
          new Event.SaleSwitched(1, SaleState.STOPPED, "units"));

  // What the admin calls make has these ids, but for sale 1 nothing having been made before.

  private void setUp() {
    admin("POST", "/rooms", "{'name':'default','people':9,'everySeconds':1,'insideMax':9}");
    admin("POST", "/sales/1/resume-after-stop", "{'reason':'mended','state':'open'}");
    admin(
        "POST",
        "/sales",
        "{'name':'Room','opensAt':'2026-01-01T00:00:00Z','entry':'room','room':'default'}");
    admin("POST", "/offers", "{'saleId':1,'name':'Coupon','total':50,'perUser':9}");
    admin("POST", "/concerts", "{'title':'Sea','place':'Arena'}");
    admin(
        "POST",
        "/schedules",
        "{'concertId':1,'saleId':2,'openDate':'2090-01-01T00:00:00Z',"
            + "'startDate':'2026-01-01T00:00:00Z','endDate':'2089-01-01T00:00:00Z',"
            + "'rows':2,'perRow':30,'price':100}");
    for (String kind : new String[] {"sales", "offers", "concerts", "schedules", "rooms"}) {
      admin("GET", "/" + kind + "?limit=1", "");
      admin("GET", "/" + kind + "/1", "");
      admin("PATCH", "/" + kind + "/1", "{}");
    }
    admin(
        "POST",
        "/rooms",
        "{'name':'lot','people':1,'everySeconds':1,'insideMax':1,'beacon':'b','opensAt':'"
            + Instant.ofEpochMilli(service.clock.wallMs()).plus(TO_THE_DRAW)
            + "'}");
    admin("POST", "/sales/1/pause", "");
    admin("POST", "/sales/1/resume", "");
    admin("POST", "/offers/1/restock", "{'total':60}");
    admin("POST", "/sales", "{'name':'x','opensAt':'2026-01-01T00:00:00Z','entry':'open'}");
    admin("POST", "/sales/3/close", "");
  }

  private void outbox() {
    admin("GET", "/cluster", "");
    admin("GET", "/outbox", "");
    admin("POST", "/outbox/shop/replay", "{'from':1,'to':2}");
    for (String deed : new String[] {"drop", "skip", "pause", "resume", "remove"})
      admin("POST", "/outbox/shop/" + deed, "");
  }

  private void draw() {
    service.clock.pass(TO_THE_DRAW);
    Wait.until(() -> send("GET", "/rooms/lot/draw", "").word("state").equals("closed"));
    admin("POST", "/rooms/2/beacon", "{'value':'heads'}");
    send("GET", "/rooms/lot/draw", "");
    send("GET", "/rooms/lot/draw/cohort", "");
    send("GET", "/rooms/lot/draw/order", "");
    admin("POST", "/rooms/2/epoch", "");
  }

  private void visit() {
    Reply joined = send("POST", "/user/7/queue/token/issue", "");
    ticket = new String[] {"waitingToken", String.valueOf(joined.get("waitingToken"))};
    send("GET", "/user/queue/token/query", "", ticket);
    send("GET", "/concert/1/date", "", ticket);
    send("GET", "/concert/1/seat", "", ticket);
    send("PATCH", "/pay/charge?amount=10000", "", ticket);
    send("GET", "/pay/query", "", ticket);
    String[] keyed = {ticket[0], ticket[1], "Idempotency-Key", "k1"};
    send("POST", "/concerts/1/seats/3/reserve", "", keyed);
    send("POST", "/concerts/1/seats/3/reserve", "", keyed);
    String[] held = {ticket[0], ticket[1], "Idempotency-Key", "k2"};
    send("POST", "/holds", "{'scheduleId':1,'seatIds':[4,5]}", held);
    send("POST", "/holds", "{'scheduleId':1,'seatIds':[4,5]}", held);
    send("GET", "/concerts/reserve/query", "", ticket);
    send("PATCH", "/concerts/1/seats/3/pay/1", "", ticket);
    send("POST", "/claims/2/pay", "", USER);
    send("GET", "/concerts/reserve/query", "", USER);
    send("DELETE", "/claims/2", "", USER);
    send("GET", "/user/queue/token/query", "", ticket);
    Reply other = send("POST", "/user/8/queue/token/issue", "");
    String[] second = {"waitingToken", String.valueOf(other.get("waitingToken"))};
    send("DELETE", "/user/queue/token", "", second);
  }

  private void claims() {
    String[] keyed = {"Idempotency-Key", "k3"};
    send("POST", "/offers/1/claims", "{'userId':7,'quantity':1}", keyed);
    send("POST", "/offers/1/claims", "{'userId':7,'quantity':1}", keyed);
    String[] coupon = {"Idempotency-Key", "k4"};
    send("POST", "/coupon/issue", "{'userId':7}", coupon);
    send("POST", "/coupon/issue", "{'userId':7}", coupon);
    send("GET", "/claims?limit=9", "", USER);
    send("GET", "/claims/1", "", USER);
    send("GET", "/claims/2", "", USER);
    admin("POST", "/claims/1/refund", "{'reason':'ill'}");
  }

  private void documents() {
    for (String path : new String[] {"/concerts/query", "/offers/1", "/rooms/default/status"})
      revalidated(path);
    stream("/rooms/default/events");
    Reply joined = send("POST", "/user/9/queue/token/issue", "");
    ticket = new String[] {"waitingToken", String.valueOf(joined.get("waitingToken"))};
    feed();
    revalidated("/concert/1/date");
    revalidated("/concert/1/seat");
    for (String path :
        new String[] {"/healthz", "/readyz", "/metrics", "/openapi.json", "/problems"})
      show.accept(service.send("GET", path, "", "Accept", "*/*"));
    show.accept(service.send("GET", "/problems", "", "Accept", "application/json"));
    show.accept(service.send("GET", "/problems/closed", "", "Accept", "application/json"));
    for (String path :
        new String[] {
          "/problems/closed",
          "/",
          "/api",
          "/docs",
          "/docs/keys.md",
          "/docs/adr/0003-packed-tables.md"
        }) show.accept(service.send("GET", path, "", "Accept", "text/html"));
    show.accept(service.send("GET", "/docs/keys.md", ""));
  }

  private void feed() {
    String post = "{\"author\":\"Office\",\"title\":\"Tonight\",\"text\":\"One.\\nTwo.\"}";
    String[] key = {"Authorization", "Bearer " + service.adminKey()};
    for (int i = 0; i < 2; i++) send("POST", "/posts", post, key);
    send("GET", "/posts/1", "");
    revalidated("/feed?limit=1");
    String tag = show("/feed").header("ETag");
    show("/feed", "If-None-Match", tag);
  }

  private Reply show(String path, String... headers) {
    Reply reply = service.send("GET", path, "", headers);
    show.accept(reply);
    return reply;
  }

  private void revalidated(String path) {
    String tag = send("GET", path, "", ticket).header("ETag");
    send("GET", path, "", ticket[0], ticket[1], "If-None-Match", tag);
  }

  /** Whoever ends its side gets the newest event and the end. */
  private void stream(String path) {
    try (RawClient request = service.connect()) {
      request.send("GET " + API + path + " HTTP/1.1\r\nHost: test\r\n\r\n").shutdownOutput();
      show.accept(request.reply("GET", API + path));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  private void admin(String method, String path, String body) {
    show.accept(service.admin(method, path, body.replace('\'', '"')));
  }

  private Reply send(String method, String path, String body, String... headers) {
    Reply reply = service.send(method, API + path, body.replace('\'', '"'), headers);
    show.accept(reply);
    return reply;
  }
}
