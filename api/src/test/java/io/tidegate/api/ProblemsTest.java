package io.tidegate.api;

import static io.tidegate.api.Site.as;
import static io.tidegate.api.Site.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.EngineConfig;
import io.tidegate.http.server.Hosts;
import io.tidegate.http.server.HttpConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every problem of the catalogue, brought about over HTTP. */
class ProblemsTest {

  private static final int INBOX = 16;

  private Site site;
  private long room;
  private long sale;
  private long concert;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    Site.Plan plan = new Site.Plan();
    plan.engine = new EngineConfig(INBOX, 4_096, 8_192, 5);
    plan.limits = new Limits(100, 100, 100, 1_000, 1_000, 1_000, 2, 10, 3, 10_000_000, 100);
    Duration short_ = Duration.ofMillis(300);
    Duration long_ = Duration.ofSeconds(20);
    plan.http =
        HttpConfig.DEFAULT
            .at("127.0.0.1", 0)
            .limits(40, 4_096)
            .times(short_, long_, long_, long_)
            .loops(1);
    plan.api = plan.api.hosts(Hosts.loopbackAnd(List.of("a", "test")));
    plan.others =
        List.of(router ->
            router.get(
                "/broken",
                exchange -> {
                  throw new IllegalStateException("not for the client");
                }));
    site = new Site(folder, plan);
    sale = site.openSale();
    site.coupon(sale, 2);
    room = site.room("default", 1_000, 2);
    concert = site.concert("Moonrise Choir");
    site.schedule(concert, site.roomSale(room), 1);
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  /** The administration's own three are brought about where it is tested. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ADMIN_ONLY", "TOO_MANY_ATTEMPTS", "CONFLICT"})
  void a_problem_of_each_type_is_told_with_its_status_and_title(ProblemType type) throws Exception {
    Reply reply = bringAbout(type).is(type);
    assertThat(reply.headers())
        .containsKey("x-request-id")
        .containsEntry("cache-control", "no-store");
    assertThat(reply.text()).doesNotContain("not for the client", "Exception", "the test wants");
  }

  private Reply bringAbout(ProblemType type) throws Exception {
    return switch (type) {
      case MALFORMED -> site.get("/concerts/query?page=0");
      case TICKET_NEEDED -> site.get("/pay/query");
      case NOT_GENUINE -> site.get("/pay/query", with("forged"));
      case NOT_ALLOWED -> notAllowed();
      case OTHER_ROOM -> otherRoom();
      case NOT_FOUND -> site.get("/offers/999");
      case METHOD_NOT_ALLOWED -> site.delete("/offers/1");
      case TIMEOUT -> raw("GET / HTTP/1.1\r\n");
      case SOLD_OUT -> soldOut();
      case ALL_HELD -> allHeld();
      case NOT_ENOUGH -> notEnough();
      case ALREADY_CLAIMED -> alreadyClaimed();
      case OVER_LIMIT -> site.postJson("/offers/1/claims", "{\"userId\":1,\"quantity\":2}");
      case SEAT_TAKEN -> seatTaken();
      case NOT_OPEN -> notOpen();
      case CLOSED -> switched(Command.Switch.CLOSE);
      case PAUSED -> switched(Command.Switch.PAUSE);
      case STOPPED -> stopped();
      case INSUFFICIENT_BALANCE -> pay();
      case OVER_CAP -> site.patch("/pay/charge?amount=10000001", as(1));
      case ALREADY_PAID -> alreadyPaid();
      case CANCELLED -> cancelled();
      case REFUNDED -> refunded();
      case TOO_LATE -> tooLate();
      case ROOM_CLOSED -> roomClosed();
      case HOLD_LAPSED -> holdLapsed();
      case VISIT_ENDED -> visitEnded();
      case BODY_TOO_LARGE -> site.postJson("/holds", "x".repeat(5_000), as(1));
      case URI_TOO_LONG -> site.get("/offers/1?x=" + "x".repeat(5_000));
      case UNSUPPORTED_TYPE -> site.send("POST", "/holds", "{}", "Content-Type", "text/plain");
      case EXPECTATION_FAILED ->
          raw("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: more\r\n\r\n{}");
      case MISDIRECTED -> raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      case KEY_REUSED -> keyReused();
      case NOT_YOUR_TURN -> notYourTurn();
      case HEAD_TOO_LARGE -> site.get("/offers/1", "X-Long", "x".repeat(9_000));
      case INTERNAL -> site.get("/!/broken");
      case NOT_IMPLEMENTED -> site.send("BREW", "/offers/1", "");
      case BUSY -> busy();
      case UNAVAILABLE -> unavailable();
      case NOT_READY -> notReady();
      case DISK_FULL -> diskFull();
      case STORAGE_BLOCKED -> storageBlocked();
      case FULL -> full();
      case ROOM_FULL -> roomFull();
      case TOO_MANY_CONNECTIONS -> tooManyConnections();
      case VERSION_NOT_SUPPORTED -> raw("GET / HTTP/3.0\r\nHost: a\r\n\r\n");
      case ADMIN_ONLY, TOO_MANY_ATTEMPTS, CONFLICT -> throw new AssertionError("excluded");
    };
  }

  // ---- who speaks ----

  private Reply notAllowed() {
    return site.get("/pay/query", "waitingToken", site.ticket(7, "default"), "X-User-Id", "8");
  }

  private Reply otherRoom() {
    site.room("other", 10, 10);
    Reply reply = site.get("/concert/" + concert + "/date", with(site.ticket(7, "other")));
    assertThat(reply.number("ticketRoom")).isEqualTo(2);
    return reply;
  }

  private Reply visitEnded() {
    String[] mine = with(site.ticket(7, "default"));
    site.delete("/user/queue/token", mine).is(204);
    return site.get("/concert/" + concert + "/date", mine);
  }

  private Reply notYourTurn() {
    site.ticket(7, "default");
    site.ticket(8, "default");
    Reply reply = site.get("/concert/" + concert + "/date", with(site.ticket(9, "default")));
    assertThat(reply.object()).containsEntry("number", 3L).containsEntry("ahead", 0L);
    assertThat(reply.number("askAgainInMs")).isBetween(2_000L, 30_000L);
    assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(2L, 30L);
    return reply;
  }

  private Reply roomFull() {
    for (long user = 1; user <= 3; user++) site.ticket(user, "default");
    Reply reply = site.post("/user/4/queue/token/issue");
    assertThat(reply.header("Retry-After")).isNotEmpty();
    return reply;
  }

  private Reply roomClosed() {
    site.ask(new Command.UpdateRoom(room, RoomState.CLOSED, null, null, null, null, null));
    return site.post("/user/4/queue/token/issue");
  }

  // ---- units ----

  private Reply soldOut() {
    coupon(1).is(201);
    coupon(2).is(201);
    Reply reply = coupon(3);
    assertThat(reply.number("offerId")).isEqualTo(1);
    return reply;
  }

  private Reply coupon(long user) {
    return site.postJson("/coupon/issue", "{\"userId\":" + user + "}");
  }

  private Reply alreadyClaimed() {
    long claim = coupon(1).is(201).number("claimId");
    Reply again = coupon(1);
    assertThat(again.number("claimId")).isEqualTo(claim);
    return again;
  }

  private long heldOffer(long units) {
    return site.created(new Command.CreateOffer(sale, "Floor", units, 5, 2, 4, 60_000));
  }

  private Reply claim(long offer, long user, long quantity) {
    return site.postJson(
        "/offers/" + offer + "/claims", "{\"userId\":" + user + ",\"quantity\":" + quantity + "}");
  }

  private Reply allHeld() {
    long offer = heldOffer(1);
    claim(offer, 1, 1).is(201);
    return claim(offer, 2, 1);
  }

  private Reply notEnough() {
    Reply reply = claim(heldOffer(1), 1, 2);
    assertThat(reply.number("available")).isEqualTo(1);
    return reply;
  }

  private Reply seatTaken() {
    reserve(7, 1).is(200);
    Reply reply = reserve(8, 1);
    assertThat(reply.object()).containsEntry("seats", List.of(1L));
    return reply;
  }

  private Reply reserve(long user, long seat) {
    String path = "/concerts/" + concert + "/seats/" + seat + "/reserve";
    return site.post(path, with(site.ticket(user, "default")));
  }

  // ---- the sale's state ----

  private Reply notOpen() {
    long opens = site.clock.wallMs() + 3_600_000;
    long later =
        site.created(new Command.CreateSale("Later", opens, Long.MAX_VALUE, Entry.OPEN, 0));
    Reply reply = claim(site.coupon(later, 1), 1, 1);
    assertThat(reply.word("opensAt")).isEqualTo("2026-11-20T21:00:00Z");
    return reply;
  }

  private Reply switched(Command.Switch to) {
    site.ask(new Command.SwitchSale(sale, to));
    return coupon(1);
  }

  private Reply stopped() {
    site.store.happens.set(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    return coupon(1);
  }

  // ---- paying ----

  private Reply pay() {
    reserve(7, 1).is(200);
    Reply reply = site.post("/claims/1/pay", as(7));
    if (reply.status() == 409)
      assertThat(reply.object()).containsEntry("balance", 0L).containsEntry("amount", 10_000L);
    return reply;
  }

  private Reply alreadyPaid() {
    site.patch("/pay/charge?amount=10000", as(7)).is(200);
    pay().is(200);
    return site.post("/claims/1/pay", as(7));
  }

  private Reply cancelled() {
    reserve(7, 1).is(200);
    site.delete("/claims/1", as(7)).is(204);
    return site.post("/claims/1/pay", as(7));
  }

  private Reply refunded() throws Exception {
    alreadyPaid().is(ProblemType.ALREADY_PAID);
    site.ask(new Command.Refund(1, "a test"));
    return site.post("/claims/1/pay", as(7));
  }

  private Reply holdLapsed() {
    reserve(7, 1).is(200);
    site.clock.advance(Duration.ofMinutes(6));
    return site.post("/claims/1/pay", as(7));
  }

  private Reply tooLate() {
    site.patch("/pay/charge?amount=10000", as(7)).is(200);
    pay().is(200);
    site.clock.advance(Duration.ofDays(31));
    return site.delete("/claims/1", as(7));
  }

  private Reply keyReused() {
    site.patch("/pay/charge?amount=1", "X-User-Id", "7", "Idempotency-Key", "k").is(200);
    return site.patch("/pay/charge?amount=2", "X-User-Id", "7", "Idempotency-Key", "k");
  }

  // ---- the service's own bounds and failures ----

  private Reply full() {
    for (String key : List.of("a", "b"))
      site.patch("/pay/charge?amount=1", "X-User-Id", "7", "Idempotency-Key", key).is(200);
    Reply reply = site.patch("/pay/charge?amount=1", "X-User-Id", "7", "Idempotency-Key", "c");
    assertThat(reply.word("what")).isEqualTo("keys");
    return reply;
  }

  private Reply busy() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    site.store.gate = open; // first: who counts down at the other one then waits at this
    site.store.atGate = new CountDownLatch(1);
    site.store.atGate.await(); // a batch without requests; behind it they pile up
    List<CompletableFuture<Reply>> waiting = new ArrayList<>();
    for (int i = 0; i < INBOX; i++) waiting.add(site.sendLater("GET", "/pay/query", "", as(1)));
    Site.until(() -> site.engine.inboxDepth() == INBOX);
    Reply busy = site.get("/pay/query", as(1));
    open.countDown();
    for (CompletableFuture<Reply> each : waiting) each.join().is(200);
    assertThat(busy.header("Retry-After")).isEqualTo("1");
    return busy;
  }

  private Reply unavailable() {
    site.store.failing = true;
    return coupon(1);
  }

  private Reply notReady() {
    unavailable().is(ProblemType.UNAVAILABLE);
    site.get("/!/readyz").is(ProblemType.NOT_READY);
    site.get("/!/healthz").is(ProblemType.NOT_READY);
    Reply verbose = site.get("/!/readyz?verbose=1").is(503);
    assertThat(verbose.word("status")).isEqualTo("not-ready");
    assertThat(verbose.word("commit")).isEqualTo("none under way");
    return coupon(2);
  }

  private Reply storageBlocked() {
    site.store.obstacle = "Too many open files";
    Reply reply = coupon(1);
    site.get("/!/readyz").is(ProblemType.STORAGE_BLOCKED);
    site.get("/pay/query", as(1)).is(200);
    site.store.obstacle = null;
    coupon(1).is(201);
    return reply;
  }

  private Reply diskFull() {
    site.store.diskFull = true;
    Reply reply = coupon(1);
    site.get("/!/readyz").is(ProblemType.DISK_FULL);
    site.get("/pay/query", as(1)).is(200);
    site.store.diskFull = false;
    coupon(1).is(201);
    site.get("/!/readyz").is(200);
    return reply;
  }

  private Reply tooManyConnections() throws Exception {
    List<Wire> open = new ArrayList<>();
    try {
      while (open.size() < 60) {
        Wire wire = site.wire();
        open.add(wire);
        wire.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
        Reply reply = wire.read("a connection");
        if (reply.status() != 200) return reply;
      }
      throw new AssertionError("60 connections were taken");
    } finally {
      for (Wire wire : open) wire.close();
    }
  }

  private Reply raw(String request) throws Exception {
    try (Wire wire = site.wire()) {
      wire.write(request);
      return wire.read(request.trim());
    }
  }
}
