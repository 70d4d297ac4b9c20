package io.tidegate.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.core.Event;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One service for all: what each test makes has ids of its own. */
@Timeout(60)
class AdminApiTest {

  private static final String SALE =
      "{\"name\":\"Spring\",\"opensAt\":\"2026-01-01T20:00:00+09:00\",\"entry\":\"open\"}";

  @TempDir static Path folder;
  private static ServiceFixture service;

  @BeforeAll
  static void start() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.before =
        List.of(
            new Event.SaleCreated(1, "Stopped", 0, Long.MAX_VALUE, Entry.OPEN, 0),
            new Event.OfferCreated(1, 1, "Units", 5, 10, 1, 1, 60_000),
            new Event.SaleSwitched(1, SaleState.STOPPED, "units"));
    plan.api = plan.api.corsOrigins(Set.of("https://shop.example"));
    service = new ServiceFixture(folder, plan);
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @Test
  void a_sale_is_made_seen_changed_and_found_in_the_list() {
    Reply made = service.admin("POST", "/sales", SALE);
    assertThat(made.status()).isEqualTo(201);
    long id = made.number("saleId");
    assertThat(made.header("Location")).isEqualTo("/api/v1/admin/sales/" + id);
    assertThat(service.admin("GET", "/sales/" + id, "").text())
        .isEqualTo(
            "{\"saleId\":"
                + id
                + ",\"name\":\"Spring\",\"state\":\"open\",\"opensAt\":\"2026-01-01T11:00:00Z\","
                + "\"closesAt\":null,\"entry\":\"open\",\"room\":null}");
    Reply changed =
        service.admin(
            "PATCH", "/sales/" + id, "{\"name\":\"Summer\",\"closesAt\":\"9999-01-01T00:00:00Z\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.get("name")).isEqualTo("Summer");
    assertThat(changed.get("opensAt")).isEqualTo("2026-01-01T11:00:00Z");
    assertThat(changed.get("closesAt")).isEqualTo("9999-01-01T00:00:00Z");
    assertThat(items("/sales?after=" + (id - 1) + "&limit=1")).containsExactly(object(changed));
  }

  @Test
  void a_closing_hour_is_taken_back_with_null_and_never_set_into_the_past() {
    String path = "/sales/" + service.make("/sales", SALE, "saleId");
    service.admin("PATCH", path, "{\"closesAt\":\"9999-01-01T00:00:00Z\"}");
    Reply never = service.admin("PATCH", path, "{\"closesAt\":null}");
    assertThat(object(never)).containsEntry("closesAt", null).containsEntry("state", "open");
    Reply past = service.admin("PATCH", path, "{\"closesAt\":\"2026-02-01T00:00:00Z\"}");
    assertThat(past.status()).isEqualTo(400);
    assertThat(past.get("detail")).asString().startsWith("closesAt has passed");
    assertThat(service.admin("GET", path, "").get("state")).isEqualTo("open");
    String from = SALE.replace("\"entry\"", "\"closesAt\":null,\"entry\"");
    assertThat(service.admin("POST", "/sales", from).status()).isEqualTo(201);
  }

  @Test
  void what_clashes_with_what_is_there_is_a_conflict_and_names_it() {
    long sale = service.make("/sales", SALE, "saleId");
    String body = "{\"saleId\":" + sale + ",\"name\":\"Coupon\",\"total\":5}";
    String offer = "/offers/" + service.make("/offers", body, "offerId");
    assertThat(service.admin("PATCH", offer, "{\"perClaim\":2}").get("detail"))
        .isEqualTo("perUser 1 must not be below perClaim 2.");
    assertConflict("PATCH", offer, "{\"perClaim\":2}");
    assertThat(service.admin("PATCH", offer, "{\"perClaim\":2,\"perUser\":1}").problem())
        .isEqualTo("malformed");
    assertConflict(
        "PATCH", "/sales/" + sale, "{\"closesAt\":null,\"opensAt\":\"9998-01-01T00:00:00Z\"}");
    String room = "/rooms/" + service.make("/rooms", room("clash"), "roomId");
    assertConflict("POST", "/rooms", room("clash"));
    assertConflict("PATCH", room, "{\"opensAt\":\"9998-01-01T00:00:00Z\"}");
    assertConflict("POST", room + "/beacon", "{\"value\":\"x\"}");
  }

  private static void assertConflict(String method, String path, String body) {
    Reply reply = service.admin(method, path, body);
    assertThat(reply.problem()).as(reply.toString()).isEqualTo("conflict");
    assertThat(reply.status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({"1,,1,1", ",,10,10", "20,,10,20", ",4,4,10", ",30,30,30", "5,3,3,5"})
  void of_the_limits_of_a_schedule_one_may_be_set_alone(
      @Nullable Integer perUser, @Nullable Integer perClaim, long claim, long user) {
    long sale = service.make("/sales", SALE, "saleId");
    long concert =
        service.make("/concerts", "{\"title\":\"Sea\",\"place\":\"Arena\"}", "concertId");
    StringBuilder limits = new StringBuilder("\"price\":100");
    if (perUser != null) limits.append(",\"perUser\":").append(perUser);
    if (perClaim != null) limits.append(",\"perClaim\":").append(perClaim);
    String body = schedule(concert, sale).replace("\"price\":100", limits);
    long made = service.make("/schedules", body, "scheduleId");
    assertThat(object(service.admin("GET", "/schedules/" + made, "")))
        .containsEntry("perClaim", claim)
        .containsEntry("perUser", user);
  }

  @Test
  void no_limit_is_above_what_may_be_asked_for_and_no_price_above_what_a_wallet_holds() {
    long sale = service.make("/sales", SALE, "saleId");
    String offer = "{\"saleId\":" + sale + ",\"name\":\"a\",\"total\":5,\"holdSeconds\":9,";
    assertThat(service.admin("POST", "/offers", offer + "\"perClaim\":1000001}").get("detail"))
        .isEqualTo("perClaim must be a whole number in [1, 1000000].");
    assertThat(service.admin("POST", "/offers", offer + "\"price\":10000001}").get("detail"))
        .isEqualTo("price must not be above 10000000, all a wallet may hold.");
    long concert =
        service.make("/concerts", "{\"title\":\"Sea\",\"place\":\"Arena\"}", "concertId");
    String seats = schedule(concert, sale).replace("}", ",\"perClaim\":1001}");
    assertThat(service.admin("POST", "/schedules", seats).problem()).isEqualTo("malformed");
    Reply made = service.admin("POST", "/schedules", schedule(concert, sale));
    String path = "/offers/" + made.number("offerId");
    Reply raised = service.admin("PATCH", path, "{\"perClaim\":1001,\"perUser\":1001}");
    assertThat(raised.get("detail")).isEqualTo("perClaim must be a whole number in [1, 1000].");
  }

  @Test
  void a_sale_is_paused_resumed_and_closed_for_good() {
    String path = "/sales/" + service.make("/sales", SALE, "saleId");
    assertThat(service.admin("POST", path + "/pause", "").get("state")).isEqualTo("paused");
    assertThat(service.admin("POST", path + "/resume", "{}").get("state")).isEqualTo("open");
    assertThat(service.admin("POST", path + "/close", "").get("state")).isEqualTo("closed");
    assertThat(service.admin("POST", path + "/close", "").get("state")).isEqualTo("closed");
    assertThat(service.admin("POST", path + "/resume", "").problem()).isEqualTo("closed");
    assertThat(service.admin("POST", path + "/pause", "").problem()).isEqualTo("closed");
    assertThat(service.admin("PATCH", path, "{\"name\":\"x\"}").problem()).isEqualTo("closed");
    assertThat(service.admin("POST", path + "/pause", "{\"now\":true}").problem())
        .isEqualTo("malformed");
  }

  @Test
  void a_stopped_sale_goes_on_with_a_reason_and_what_was_paid_is_given_back_with_one() {
    String sale = "/sales/1";
    assertThat(service.admin("POST", sale + "/resume", "").problem()).isEqualTo("stopped");
    assertThat(service.admin("GET", sale, "").get("stopReason")).isEqualTo("units");
    String resume = sale + "/resume-after-stop";
    assertThat(service.admin("POST", resume, "").get("detail")).isEqualTo("reason is missing.");
    assertThat(service.admin("POST", resume, "{\"reason\":\" \"}").problem())
        .isEqualTo("malformed");
    assertThat(service.admin("POST", resume, "{\"reason\":\"a\",\"state\":\"stopped\"}").problem())
        .isEqualTo("malformed");
    Reply paused = service.admin("POST", resume, "{\"reason\":\"audited\"}");
    assertThat(paused.get("state")).as("unless it is said otherwise").isEqualTo("paused");
    assertThat(paused.get("stopReason")).isNull();
    assertThat(service.admin("POST", resume, "{\"reason\":\"a\"}").problem()).isEqualTo("conflict");
    assertThat(service.admin("POST", sale + "/resume", "").get("state")).isEqualTo("open");

    String[] user = {"X-User-Id", "4711"};
    service.send("PATCH", "/api/v1/pay/charge?amount=25", "", user);
    Reply held = service.send("POST", "/api/v1/offers/1/claims", "{}", user);
    assertThat(held.status()).as(held.toString()).isEqualTo(201);
    String claim = "/claims/" + held.number("claimId");
    String why = "{\"reason\":\"the tenor is ill\"}";
    assertThat(service.admin("POST", claim + "/refund", why).problem()).isEqualTo("conflict");
    service.send("POST", "/api/v1" + claim + "/pay", "", user);
    assertThat(service.send("GET", "/api/v1/pay/query", "", user).number("amount")).isEqualTo(15);
    for (int twice = 0; twice < 2; twice++)
      assertThat(service.admin("POST", claim + "/refund", why).get("state")).isEqualTo("refunded");
    assertThat(service.admin("POST", claim + "/refund", "").problem()).isEqualTo("malformed");
    assertThat(service.send("GET", "/api/v1/pay/query", "", user).number("amount")).isEqualTo(25);
    assertThat(service.send("GET", "/api/v1" + claim, "", user).get("state")).isEqualTo("refunded");
    assertThat(service.admin("POST", "/claims/4711/refund", why).problem()).isEqualTo("not-found");
    assertThat(service.send("POST", "/api/v1/admin" + claim + "/refund", why).problem())
        .isEqualTo("admin-only");
  }

  @Test
  void a_sale_names_its_room_by_name_or_id() {
    long room = service.make("/rooms", room("hall"), "roomId");
    for (String named : List.of("hall", Long.toString(room))) {
      long id = service.make("/sales", saleBehind(named), "saleId");
      assertThat(service.admin("GET", "/sales/" + id, "").get("room")).isEqualTo("hall");
    }
    assertThat(service.admin("POST", "/sales", saleBehind("nowhere")).problem())
        .isEqualTo("not-found");
    assertThat(service.admin("POST", "/sales", saleBehind("4711")).problem())
        .isEqualTo("not-found");
    String without = saleBehind("hall").replace(",\"room\":\"hall\"", "");
    assertThat(service.admin("POST", "/sales", without).get("detail"))
        .isEqualTo("room is needed where entry is room.");
  }

  @Test
  void an_offer_is_made_changed_and_restocked() {
    long sale = service.make("/sales", SALE, "saleId");
    String body = "{\"saleId\":" + sale + ",\"name\":\"Coupon\",\"total\":5}";
    String path = "/offers/" + service.make("/offers", body, "offerId");
    assertThat(object(service.admin("GET", path, "")))
        .containsEntry("saleId", sale)
        .containsEntry("total", 5L)
        .containsEntry("available", 5L)
        .containsEntry("price", 0L)
        .containsEntry("perClaim", 1L)
        .containsEntry("perUser", 1L)
        .containsEntry("holdSeconds", 0L)
        .containsEntry("scheduleId", null);
    assertThat(service.admin("PATCH", path, "{\"perUser\":3}").number("perUser")).isEqualTo(3);
    assertThat(service.admin("PATCH", path, "{}").number("perUser")).isEqualTo(3);
    assertThat(service.admin("POST", path + "/restock", "{\"total\":9}").number("available"))
        .isEqualTo(9);
    assertThat(service.admin("POST", path + "/restock", "").get("detail"))
        .isEqualTo("total is missing.");
    assertThat(service.admin("PATCH", path, "{\"price\":3}").get("detail"))
        .isEqualTo("price is not a field of this body; it may have: name, perClaim, perUser.");
  }

  @Test
  void a_price_needs_a_hold_time() {
    long sale = service.make("/sales", SALE, "saleId");
    String body = "{\"saleId\":" + sale + ",\"name\":\"Ticket\",\"total\":5,\"price\":10}";
    assertThat(service.admin("POST", "/offers", body).get("detail"))
        .isEqualTo("holdSeconds is needed where the price is above 0.");
  }

  @Test
  void a_concert_and_its_schedule_are_made_changed_and_listed() {
    long sale = service.make("/sales", SALE, "saleId");
    long concert =
        service.make("/concerts", "{\"title\":\"Sea\",\"place\":\"Arena\"}", "concertId");
    Reply made = service.admin("POST", "/schedules", schedule(concert, sale));
    assertThat(made.status()).isEqualTo(201);
    long id = made.number("scheduleId");
    assertThat(made.header("Location")).isEqualTo("/api/v1/admin/schedules/" + id);
    assertThat(object(service.admin("GET", "/schedules/" + id, "")))
        .containsEntry("offerId", made.number("offerId"))
        .containsEntry("rows", 2L)
        .containsEntry("perRow", 30L)
        .containsEntry("seatsLeft", 60L)
        .containsEntry("holdSeconds", 300L)
        .containsEntry("perClaim", 10L)
        .containsEntry("perUser", 10L);
    Reply moved =
        service.admin("PATCH", "/schedules/" + id, "{\"openDate\":\"2030-01-02T00:00:00Z\"}");
    assertThat(moved.get("openDate")).isEqualTo("2030-01-02T00:00:00Z");
    assertThat(items("/schedules?after=" + (id - 1))).containsExactly(object(moved));
    assertThat(service.admin("GET", "/concerts/" + concert, "").get("scheduleIds"))
        .isEqualTo(List.of(id));
    String hall = "{\"place\":\"Hall\"}";
    assertThat(object(service.admin("PATCH", "/concerts/" + concert, hall)))
        .containsEntry("title", "Sea")
        .containsEntry("place", "Hall");
  }

  @Test
  void a_room_is_made_changed_and_listed() {
    long id = service.make("/rooms", room("foyer"), "roomId");
    assertThat(object(service.admin("GET", "/rooms/" + id, "")))
        .containsEntry("state", "open")
        .containsEntry("people", 50L)
        .containsEntry("everySeconds", 10L)
        .containsEntry("insideMax", 500L)
        .containsEntry("callSeconds", 120L)
        .containsEntry("insideSeconds", 600L)
        .containsEntry("waiting", 0L);
    String change = "{\"state\":\"paused\",\"people\":7,\"callSeconds\":30}";
    Reply changed = service.admin("PATCH", "/rooms/" + id, change);
    assertThat(object(changed))
        .containsEntry("state", "paused")
        .containsEntry("people", 7L)
        .containsEntry("callSeconds", 30L)
        .containsEntry("insideMax", 500L);
    assertThat(items("/rooms?after=" + (id - 1))).contains(object(changed));
    assertThat(service.admin("POST", "/rooms", room("foyer")).get("detail"))
        .isEqualTo("name is taken by another room.");
  }

  @Test
  void pages_follow_one_another_without_gaps() {
    String body = "{\"title\":\"a\",\"place\":\"b\"}";
    long first = service.make("/concerts", body, "concertId");
    for (int i = 1; i < 25; i++) service.make("/concerts", body, "concertId");
    long after = first - 1;
    int seen = 0;
    while (true) {
      Reply page = service.admin("GET", "/concerts?limit=10&after=" + after, "");
      for (Object each : Json.array(page.get("items"))) {
        assertThat(Json.object(each).get("concertId")).isEqualTo(first + seen);
        seen++;
      }
      if (page.get("next") == null) break;
      after = page.number("next");
    }
    assertThat(seen).isGreaterThanOrEqualTo(25);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "after=-1", "after=9007199254740992"})
  void a_page_out_of_range_is_refused(String query) {
    assertThat(service.admin("GET", "/sales?" + query, "").problem()).isEqualTo("malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sales", "/offers", "/concerts", "/schedules", "/rooms"})
  void what_there_is_not_is_not_found(String path) {
    assertThat(service.admin("GET", path + "/4711", "").problem()).isEqualTo("not-found");
    assertThat(service.admin("PATCH", path + "/4711", "{}").problem()).isEqualTo("not-found");
    assertThat(service.admin("GET", path + "/0", "").problem()).isEqualTo("malformed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/sales     | {'name':'','opensAt':'2026-01-01T00:00:00Z','entry':'open'}",
        "/sales     | {'name':'a\\u0007','opensAt':'2026-01-01T00:00:00Z','entry':'open'}",
        "/sales     | {'name':'38','opensAt':'2026-01-01T00:00:00Z','entry':'open'}",
        "/sales     | {'name':'\\u200b','opensAt':'2026-01-01T00:00:00Z','entry':'open'}",
        "/rooms     | {'name':'38','people':1,'everySeconds':10,'insideMax':5}",
        "/sales     | {'name':'a','opensAt':'2026-01-01T00:00:00','entry':'open'}",
        "/sales     | {'name':'a','opensAt':'2026-01-01T00:00:00Z','entry':'all'}",
        "/sales     | {'name':'a','opensAt':'2026-01-01T00:00:00Z'}",
        "/sales     | {'name':'a','name':'b','opensAt':'2026-01-01T00:00:00Z','entry':'open'}",
        "/sales     | ['name']",
        "/sales     | {'name':'a'",
        "/offers    | {'saleId':1,'name':'a','total':-1}",
        "/offers    | {'saleId':1,'name':'a','total':1000000001}",
        "/offers    | {'saleId':1,'name':'a','total':9223372036854775808}",
        "/offers    | {'saleId':1,'name':'a','total':1e309}",
        "/offers    | {'saleId':1,'name':'a','total':1.5}",
        "/offers    | {'saleId':1,'name':'a','total':'5'}",
        "/offers    | {'saleId':1,'name':'a','total':5,'price':1000000001,'holdSeconds':9}",
        "/offers    | {'saleId':1,'name':'a','total':5,'perClaim':0}",
        "/offers    | {'saleId':1,'name':'a','total':5,'holdSeconds':86401}",
        "/concerts  | {'title':'a','place':['b']}",
        "/rooms     | {'name':'a','people':0,'everySeconds':10,'insideMax':5}",
        "/rooms     | {'name':'a','people':1000001,'everySeconds':10,'insideMax':5}",
        "/rooms     | {'name':'a','people':1,'everySeconds':3601,'insideMax':5}",
        "/rooms     | {'name':'a','people':1,'everySeconds':10,'insideMax':0}",
        "/rooms     | {'name':'a','people':1,'everySeconds':10,'insideMax':5,'callSeconds':86401}",
      })
  void what_is_out_of_range_or_of_another_type_is_malformed(String path, String body) {
    Reply reply = service.admin("POST", path, body.replace('\'', '"'));
    assertThat(reply.problem()).isEqualTo("malformed");
    assertThat(reply.get("detail")).asString().isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rows,0", "rows,27", "perRow,0", "perRow,1000", "price,-1", "perClaim,0"})
  void a_schedule_out_of_range_is_malformed(String field, String value) {
    String without = schedule(1, 1).replaceFirst(",\"" + field + "\":\\d+", "");
    String body = without.replaceFirst("\\{", "{\"" + field + "\":" + value + ",");
    Reply reply = service.admin("POST", "/schedules", body);
    assertThat(reply.problem()).isEqualTo("malformed");
    assertThat(reply.get("detail")).asString().startsWith(field + " must be");
  }

  @Test
  void a_name_may_have_two_hundred_characters_of_any_script() {
    String name = "海".repeat(200);
    String body = "{\"title\":\"" + name + "\",\"place\":\"x\"}";
    long id = service.make("/concerts", body, "concertId");
    assertThat(service.admin("GET", "/concerts/" + id, "").get("title")).isEqualTo(name);
    String longer = body.replace(name, name + "x");
    assertThat(service.admin("POST", "/concerts", longer).problem()).isEqualTo("malformed");
  }

  @Test
  void no_page_of_another_origin_may_read_an_admin_reply() {
    String key = "Bearer " + service.adminKey();
    String path = "/api/v1/admin/sales";
    String origin = "https://shop.example";
    Reply reply = service.send("GET", path, "", "Authorization", key, "Origin", origin);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(allowances(reply)).isEmpty();
    Reply preflight =
        service.send("OPTIONS", path, "", "Origin", origin, "Access-Control-Request-Method", "GET");
    assertThat(allowances(preflight)).isEmpty();
  }

  private static List<String> allowances(Reply reply) {
    return reply.headers().keySet().stream()
        .filter(name -> name.startsWith("access-control"))
        .toList();
  }

  private static String room(String name) {
    return "{\"name\":\"" + name + "\",\"people\":50,\"everySeconds\":10,\"insideMax\":500}";
  }

  private static String saleBehind(String room) {
    return "{\"name\":\"s\",\"opensAt\":\"2026-01-01T00:00:00Z\",\"entry\":\"room\",\"room\":\""
        + room
        + "\"}";
  }

  private static String schedule(long concert, long sale) {
    return "{\"concertId\":"
        + concert
        + ",\"saleId\":"
        + sale
        + ",\"openDate\":\"2030-01-01T00:00:00Z\",\"startDate\":\"2026-01-01T00:00:00Z\","
        + "\"endDate\":\"2029-01-01T00:00:00Z\",\"rows\":2,\"perRow\":30,\"price\":100}";
  }

  private static Map<String, @Nullable Object> object(Reply reply) {
    return Json.object(reply.json());
  }

  private static List<Map<String, @Nullable Object>> items(String path) {
    return Json.array(service.admin("GET", path, "").get("items")).stream()
        .map(Json::object)
        .toList();
  }
}
