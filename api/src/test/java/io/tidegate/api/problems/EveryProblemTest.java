package io.tidegate.api.problems;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.call.Access;
import io.tidegate.api.call.Operation;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.openapi.ApiDescription;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.EngineConfig;
import io.tidegate.http.server.Hosts;
import io.tidegate.store.FaultyStore;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every problem of the catalogue happens on a real service, as the description of the API says. A
 * new type does not compile until it has a way to happen here.
 */
@Timeout(60)
class EveryProblemTest {

  private static final String API = "/api/v1";
  private static final int INBOX = 16;

  /** A sale that a broken invariant stopped, and what it offered. */
  private static final List<Event> STOPPED_SALE =
      List.of(
          new Event.SaleCreated(1, "Stopped", 0, Long.MAX_VALUE, Entry.OPEN, 0),
          new Event.OfferCreated(1, 1, "Units", 5, 0, 1, 1, 0),
          new Event.SaleSwitched(1, SaleState.STOPPED, "units"));

  private static final ApiDescription DESCRIPTION = new ApiDescription();

  @TempDir static Path folder;
  @TempDir Path fresh;
  private static ServiceFixture service;
  private static Organiser organiser;
  private static long lastUser = 100;

  private final long user = ++lastUser;

  @BeforeAll
  static void start() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.before = STOPPED_SALE;
    plan.http = plan.http.limits(200, 8_192);
    plan.api = plan.api.hosts(Hosts.loopbackAnd(List.of("a")));
    plan.others =
        List.of(
            Operation.get("fault", "/fault", Access.ANYBODY)
                .by(_ -> {
                  throw new IllegalStateException("a secret of the house");
                }));
    service = new ServiceFixture(folder, plan);
    organiser = new Organiser(service);
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @EnumSource
  void it_happens_and_is_told_as_described(ProblemType type) throws Exception {
    Reply reply = happen(type).is(problem(type));
    assertThat(reply.headers())
        .containsKey("x-request-id")
        .containsEntry("cache-control", "no-store");
    assertThat(reply.text()).doesNotContain("secret", "Exception", "the test wants");
    if (isOfTheApi(type)) DESCRIPTION.check(reply);
  }

  /** The others answer to what no description has a place for: no method, no path, no version. */
  private static boolean isOfTheApi(ProblemType type) {
    return switch (type) {
      case METHOD_NOT_ALLOWED,
          TIMEOUT,
          URI_TOO_LONG,
          HEAD_TOO_LARGE,
          NOT_IMPLEMENTED,
          TOO_MANY_CONNECTIONS,
          VERSION_NOT_SUPPORTED,
          INTERNAL ->
          false;
      default -> true;
    };
  }

  private Reply happen(ProblemType type) throws Exception {
    return switch (type) {
      case MALFORMED -> claim(organiser.coupon(5), user, "{\"quantity\":0}");
      case TICKET_NEEDED -> service.send("GET", API + "/claims", "");
      case NOT_GENUINE -> claimsWith("x".repeat(94));
      case ADMIN_ONLY -> service.send("GET", API + "/admin/sales", "");
      case TOO_MANY_ATTEMPTS -> tooManyAttempts();
      case NOT_ALLOWED -> forAnother();
      case OTHER_ROOM -> withTicketOfOtherRoom();
      case NOT_FOUND -> service.send("GET", API + "/offers/4711", "");
      case METHOD_NOT_ALLOWED -> service.send("PUT", API + "/claims", "");
      case TIMEOUT -> timeout();
      case CONFLICT -> restockBelowIssued();
      case SOLD_OUT -> soldOut();
      case ALL_HELD -> allHeld();
      case NOT_ENOUGH -> notEnough();
      case ALREADY_CLAIMED -> twice(organiser.coupon(5));
      case OVER_LIMIT -> claim(organiser.coupon(5), user, "{\"quantity\":2}");
      case SEAT_TAKEN -> seatTaken();
      case NOT_OPEN -> notOpen();
      case CLOSED -> inSaleThatWas("close");
      case PAUSED -> inSaleThatWas("pause");
      case STOPPED -> claim(1, user, "");
      case INSUFFICIENT_BALANCE -> insufficientBalance();
      case OVER_CAP -> topUp(10_000_001);
      case ALREADY_PAID -> alreadyPaid();
      case CANCELLED -> cancelledBefore();
      case REFUNDED -> refundedBefore();
      case TOO_LATE -> tooLate();
      case ROOM_CLOSED -> roomClosed();
      case HOLD_LAPSED -> holdLapsed();
      case VISIT_ENDED -> visitEnded();
      case BODY_TOO_LARGE ->
          service.send("POST", API + "/holds", "{\"a\":\"" + "x".repeat(9_000) + "\"}");
      case URI_TOO_LONG -> service.send("GET", API + "/claims?x=" + "x".repeat(5_000), "");
      case UNSUPPORTED_TYPE ->
          service.send("POST", API + "/holds", "scheduleId=1", "Content-Type", "text/plain");
      case EXPECTATION_FAILED ->
          raw(service, "POST", API + "/holds", "HTTP/1.1", "Expect: miracles\r\n");
      case MISDIRECTED -> ofAnotherHost();
      case KEY_REUSED -> keyReused();
      case NOT_YOUR_TURN -> notYourTurn();
      case HEAD_TOO_LARGE -> service.send("GET", API + "/claims", "", "X-Much", "x".repeat(9_000));
      case INTERNAL -> fault();
      case NOT_IMPLEMENTED -> raw(service, "BREW", API + "/claims", "HTTP/1.1", "");
      case BUSY -> busy();
      case UNAVAILABLE -> unavailable();
      case NOT_READY -> notReady();
      case DISK_FULL -> diskFull();
      case STORAGE_BLOCKED -> storageBlocked();
      case FULL -> full();
      case ROOM_FULL -> roomFull();
      case TOO_MANY_CONNECTIONS -> tooManyConnections();
      case VERSION_NOT_SUPPORTED -> raw(service, "GET", API + "/claims", "HTTP/2.0", "");
    };
  }

  // ---- who asks ----

  private static Reply ofAnotherHost() throws IOException {
    try (RawClient client = service.connect()) {
      client.send("GET " + API + "/claims HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      return client.reply("GET", API + "/claims");
    }
  }

  private static Reply claimsWith(String ticket) {
    return service.send("GET", API + "/claims", "", "waitingToken", ticket);
  }

  private static Reply tooManyAttempts() {
    Reply reply = null;
    for (int i = 0; i <= 10; i++)
      reply =
          service.send(
              "GET", API + "/admin/sales", "", "Authorization", "Bearer wrong-" + "x".repeat(20));
    return Objects.requireNonNull(reply);
  }

  private Reply forAnother() {
    String path = API + "/offers/" + organiser.coupon(5) + "/claims";
    String body = "{\"userId\":" + (user + 1_000) + "}";
    return service.send("POST", path, body, "X-User-Id", Long.toString(user));
  }

  private Reply withTicketOfOtherRoom() {
    long offer = organiser.offerIn(organiser.saleBehind(organiser.room(9)));
    Reply reply = claim(offer, ticket(organiser.room(9)));
    assertThat(reply.number("ticketRoom")).isEqualTo(organiser.lastRoom());
    return reply;
  }

  // ---- taking ----

  private Reply restockBelowIssued() {
    long offer = organiser.coupon(5);
    assertThat(claim(offer).status()).isEqualTo(201);
    return service.admin("POST", "/offers/" + offer + "/restock", "{\"total\":0}");
  }

  private Reply soldOut() {
    long offer = organiser.coupon(1);
    assertThat(claim(offer, user + 1_000, "").status()).isEqualTo(201);
    Reply reply = claim(offer);
    assertThat(reply.number("offerId")).isEqualTo(offer);
    return reply;
  }

  private Reply notEnough() {
    Reply reply = claim(organiser.offer(3, 0, 9, 9, 0), user, "{\"quantity\":4}");
    assertThat(reply.number("available")).isEqualTo(3);
    return reply;
  }

  private Reply notOpen() {
    Reply reply = claim(organiser.offerIn(organiser.saleOpening("9998-01-01T00:00:00Z")));
    assertThat(reply.word("opensAt")).isEqualTo("9998-01-01T00:00:00Z");
    return reply;
  }

  private Reply allHeld() {
    long offer = organiser.offer(1, 0, 1, 1, 60);
    assertThat(claim(offer, user + 1_000, "").status()).isEqualTo(201);
    return claim(offer);
  }

  private Reply twice(long offer) {
    long claim = claim(offer).is(201).number("claimId");
    Reply again = claim(offer);
    assertThat(again.number("claimId")).isEqualTo(claim);
    return again;
  }

  private Reply seatTaken() {
    Organiser.Seats seats = organiser.schedule("9000-01-01T00:00:00Z");
    assertThat(hold(seats, user + 1_000).status()).isEqualTo(201);
    Reply reply = hold(seats, user);
    assertThat(reply.get("seats")).isEqualTo(List.of(seats.first()));
    return reply;
  }

  private Reply inSaleThatWas(String switched) {
    long sale = organiser.saleOpening("2026-01-01T00:00:00Z");
    long offer = organiser.offerIn(sale);
    assertThat(service.admin("POST", "/sales/" + sale + "/" + switched, "").status())
        .isEqualTo(200);
    return claim(offer);
  }

  private Reply keyReused() {
    long offer = organiser.offer(9, 0, 5, 9, 0);
    String path = API + "/offers/" + offer + "/claims";
    String[] headers = {"X-User-Id", Long.toString(user), "Idempotency-Key", "one"};
    assertThat(service.send("POST", path, "{\"quantity\":1}", headers).status()).isEqualTo(201);
    return service.send("POST", path, "{\"quantity\":2}", headers);
  }

  // ---- paying and giving back ----

  private Reply insufficientBalance() {
    Reply reply = pay(held(100));
    assertThat(reply.object()).containsEntry("balance", 0L).containsEntry("amount", 100L);
    return reply;
  }

  private Reply alreadyPaid() {
    long claim = held(0);
    assertThat(pay(claim).status()).isEqualTo(200);
    return pay(claim);
  }

  private Reply cancelledBefore() {
    long claim = held(0);
    assertThat(asUser("DELETE", "/claims/" + claim).status()).isEqualTo(204);
    return pay(claim);
  }

  private Reply refundedBefore() {
    long claim = held(5);
    topUp(5);
    assertThat(pay(claim).status()).isEqualTo(200);
    String refund = "/claims/" + claim + "/refund";
    assertThat(service.admin("POST", refund, "{\"reason\":\"a test\"}").status()).isEqualTo(200);
    return pay(claim);
  }

  private Reply tooLate() {
    Organiser.Seats seats = organiser.schedule("2026-06-01T00:00:00Z");
    long claim = hold(seats, user).number("claimId");
    return asUser("DELETE", "/claims/" + claim);
  }

  private Reply holdLapsed() {
    long claim = held(0);
    service.clock.pass(Duration.ofSeconds(61));
    return pay(claim);
  }

  // ---- rooms ----

  private Reply roomClosed() {
    String room = organiser.room(9);
    assertThat(
            service
                .admin("PATCH", "/rooms/" + organiser.lastRoom(), "{\"state\":\"closed\"}")
                .status())
        .isEqualTo(200);
    return join(service, user, room);
  }

  private Reply visitEnded() {
    String room = organiser.room(9);
    long offer = organiser.offerIn(organiser.saleBehind(room));
    String ticket = ticket(room);
    Reply left = service.send("DELETE", API + "/user/queue/token", "", "waitingToken", ticket);
    assertThat(left.status()).isEqualTo(204);
    return claim(offer, ticket);
  }

  private Reply notYourTurn() {
    String room = organiser.room(1);
    long offer = organiser.offerIn(organiser.saleBehind(room));
    assertThat(join(service, user + 1_000, room).status()).isEqualTo(200);
    Reply reply = claim(offer, ticket(room));
    assertThat(reply.object()).containsEntry("number", 2L).containsEntry("ahead", 0L);
    assertThat(reply.number("askAgainInMs")).isBetween(2_000L, 30_000L);
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(2, 30);
    return reply;
  }

  private Reply roomFull() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.limits = limits(1_000, 1_000, 1);
    try (ServiceFixture small = new ServiceFixture(fresh, plan)) {
      String room = new Organiser(small).room(9);
      assertThat(join(small, user, room).status()).isEqualTo(200);
      Reply reply = join(small, user + 1, room);
      assertThat(reply.header("Retry-After")).isNotEmpty();
      return reply;
    }
  }

  // ---- the service itself ----

  private static Reply fault() {
    Reply reply = service.send("GET", "/fault", "");
    assertThat(reply.text()).doesNotContain("secret");
    return reply;
  }

  private Reply full() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.limits = limits(1, 2, 1_000);
    try (ServiceFixture small = new ServiceFixture(fresh, plan)) {
      for (String key : List.of("a", "b")) keyedTopUp(small, key).is(200);
      Reply noKeyMore = keyedTopUp(small, "c").is(problem(ProblemType.FULL));
      assertThat(noKeyMore.word("what")).isEqualTo("keys");
      makeConcert(small).is(201);
      Reply reply = makeConcert(small);
      assertThat(reply.word("what")).isEqualTo("concerts");
      return reply;
    }
  }

  private static Reply keyedTopUp(ServiceFixture at, String key) {
    return at.patch("/pay/charge?amount=1", "X-User-Id", "7", "Idempotency-Key", key);
  }

  private static Limits limits(int concerts, int keys, int roomSize) {
    Limits all = Limits.DEFAULT;
    return new Limits(
        all.sales(),
        all.offers(),
        concerts,
        all.seats(),
        all.claims(),
        all.users(),
        keys,
        all.rooms(),
        roomSize,
        all.balance(),
        all.posts());
  }

  private Reply busy() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.engine = new EngineConfig(INBOX, 4_096, 8_192, 5);
    try (ServiceFixture stuck = new ServiceFixture(fresh, plan)) {
      FaultyStore.Gate commit = stuck.store.holdCommit();
      List<CompletableFuture<Reply>> waiting = new ArrayList<>();
      waiting.add(stuck.sendLater("PATCH", API + "/pay/charge?amount=1", "", "X-User-Id", "1"));
      commit.reached();
      for (int i = 0; i < INBOX; i++)
        waiting.add(stuck.sendLater("GET", API + "/claims", "", "X-User-Id", "1"));
      Wait.until(() -> stuck.engine.inboxDepth() == INBOX);
      Reply reply = stuck.send("GET", API + "/claims", "", "X-User-Id", "1");
      commit.open();
      for (CompletableFuture<Reply> each : waiting) each.join().is(200);
      assertThat(reply.header("Retry-After")).isEqualTo("1");
      return reply;
    }
  }

  private Reply unavailable() throws Exception {
    try (ServiceFixture broken = new ServiceFixture(fresh)) {
      broken.store.failCommit(new IOException("the test wants it to fail"));
      return makeConcert(broken);
    }
  }

  private Reply notReady() throws Exception {
    try (ServiceFixture broken = new ServiceFixture(fresh)) {
      broken.store.failCommit(new IOException("the test wants it to fail"));
      makeConcert(broken).is(problem(ProblemType.UNAVAILABLE));
      broken.send("GET", "/readyz", "").is(problem(ProblemType.NOT_READY));
      broken.send("GET", "/healthz", "").is(problem(ProblemType.NOT_READY));
      Reply verbose = broken.send("GET", "/readyz?verbose=1", "").is(503);
      assertThat(verbose.word("status")).isEqualTo("not-ready");
      assertThat(verbose.word("commit")).isEqualTo("none under way");
      return makeConcert(broken);
    }
  }

  private Reply storageBlocked() throws Exception {
    try (ServiceFixture broken = new ServiceFixture(fresh)) {
      broken.store.obstacle("journal-00000002.seg: Too many open files");
      Reply refused = makeConcert(broken);
      broken.send("GET", "/readyz", "").is(problem(ProblemType.STORAGE_BLOCKED));
      assertThat(broken.send("GET", "/readyz?verbose=1", "").text())
          .contains("\"status\":\"storage-blocked\"", "Too many open files");
      broken.get("/pay/query", "X-User-Id", "1").is(200);
      broken.store.obstacle(null);
      makeConcert(broken).is(201);
      return refused;
    }
  }

  private Reply diskFull() throws Exception {
    try (ServiceFixture broken = new ServiceFixture(fresh)) {
      broken.store.full(true);
      Reply refused = makeConcert(broken);
      broken.send("GET", "/readyz", "").is(problem(ProblemType.DISK_FULL));
      broken.get("/pay/query", "X-User-Id", "1").is(200);
      broken.store.full(false);
      makeConcert(broken).is(201);
      broken.send("GET", "/readyz", "").is(200);
      return refused;
    }
  }

  private static Reply makeConcert(ServiceFixture at) {
    return at.admin("POST", "/concerts", "{\"title\":\"a\",\"place\":\"b\"}");
  }

  // ---- the server ----

  private Reply timeout() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    Duration soon = Duration.ofMillis(50);
    Duration never = Duration.ofSeconds(30);
    plan.http = plan.http.times(soon, soon, never, never);
    try (ServiceFixture impatient = new ServiceFixture(fresh, plan);
        RawClient slow = impatient.connect()) {
      return slow.send("GET /api/v1/claims HTTP/1.1\r\nHost: a\r\n").reply("GET", "/api/v1/claims");
    }
  }

  private Reply tooManyConnections() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.http = plan.http.limits(1, 8_192);
    try (ServiceFixture narrow = new ServiceFixture(fresh, plan);
        RawClient first = narrow.connect()) {
      String whole = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
      assertThat(first.send(whole).reply("GET", "/healthz").status()).isEqualTo(200);
      try (RawClient second = narrow.connect()) {
        return second.send(whole).reply("GET", "/healthz");
      }
    }
  }

  private static Reply raw(
      ServiceFixture at, String method, String path, String version, String fields)
      throws IOException {
    try (RawClient client = at.connect()) {
      return client
          .send(method + " " + path + " " + version + "\r\nHost: a\r\n" + fields + "\r\n")
          .reply(method, path);
    }
  }

  // ---- small steps ----

  private Reply claim(long offer) {
    return claim(offer, user, "");
  }

  private static Reply claim(long offer, long user, String body) {
    String path = API + "/offers/" + offer + "/claims";
    return service.send("POST", path, body, "X-User-Id", Long.toString(user));
  }

  private static Reply claim(long offer, String ticket) {
    return service.send("POST", API + "/offers/" + offer + "/claims", "", "waitingToken", ticket);
  }

  private static Reply hold(Organiser.Seats seats, long user) {
    String body = "{\"scheduleId\":" + seats.schedule() + ",\"seatIds\":[" + seats.first() + "]}";
    return service.send("POST", API + "/holds", body, "X-User-Id", Long.toString(user));
  }

  private long held(long price) {
    return claim(organiser.offer(5, price, 1, 1, 60)).number("claimId");
  }

  private Reply pay(long claim) {
    return asUser("POST", "/claims/" + claim + "/pay");
  }

  private Reply topUp(long amount) {
    return asUser("PATCH", "/pay/charge?amount=" + amount);
  }

  private Reply asUser(String method, String path) {
    return service.send(method, API + path, "", "X-User-Id", Long.toString(user));
  }

  private String ticket(String room) {
    return String.valueOf(join(service, user, room).get("waitingToken"));
  }

  private static Reply join(ServiceFixture at, long user, String room) {
    return at.send("POST", API + "/user/" + user + "/queue/token/issue?room=" + room, "");
  }
}
