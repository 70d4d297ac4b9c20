package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static io.tidegate.testkit.ServiceUnderTest.as;
import static io.tidegate.testkit.ServiceUnderTest.with;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.ticket.SigningKeys;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.http.log.AccessLog;
import io.tidegate.testkit.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ticket opens, for whom, and what it does not. */
class TicketsTest {

  private ServiceFixture service;
  private long concert;
  private String seat;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    service.coupon(service.openSale(), 100);
    long sale = service.roomSale(service.room("default", 10, 10));
    concert = service.concert("Paper Boats");
    service.schedule(concert, sale, 1);
    seat = "/concerts/" + concert + "/seats/1";
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @Test
  void an_altered_ticket_opens_no_call_at_all() {
    String genuine = service.ticket(7, "default");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40; i++) {
      int at = random.nextInt(genuine.length());
      char c = genuine.charAt(at) == 'A' ? 'B' : 'A';
      String[] forged = with(genuine.substring(0, at) + c + genuine.substring(at + 1));
      call(i, forged).is(problem(ProblemType.NOT_GENUINE));
    }
    for (int i = 0; i < 13; i++) call(i, with(genuine.substring(0, 93 - i))).is(401);
    for (int i = 0; i < 13; i++) call(i, with("")).is(problem(ProblemType.NOT_GENUINE));
  }

  /** One of all calls that a ticket is shown to. */
  private Reply call(int i, String[] shown) {
    return switch (i % 13) {
      case 0 -> service.get("/user/queue/token/query", shown);
      case 1 -> service.delete("/user/queue/token", shown);
      case 2 -> service.get("/concert/" + concert + "/date", shown);
      case 3 -> service.get("/concert/1/seat", shown);
      case 4 -> service.post(seat + "/reserve", shown);
      case 5 -> service.get("/concerts/reserve/query", shown);
      case 6 -> service.patch("/pay/charge?amount=1", shown);
      case 7 -> service.get("/pay/query", shown);
      case 8 -> service.patch(seat + "/pay/1", shown);
      case 9 -> service.postJson("/holds", "{\"scheduleId\":1,\"seatIds\":[1]}", shown);
      case 10 -> service.postJson("/offers/1/claims", "{\"quantity\":1}", shown);
      case 11 -> service.post("/coupon/issue", shown);
      default -> service.get("/claims", shown);
    };
  }

  @Test
  void a_ticket_acts_for_its_own_user_and_no_other() {
    String[] mine = with(service.ticket(7, "default"));
    service.post(seat + "/reserve", mine).is(200);
    service.patch("/pay/charge?amount=10000", as(8)).is(200);
    String[] others = with(service.ticket(8, "default"));
    service.get("/claims/1", others).is(problem(ProblemType.NOT_FOUND));
    service.post("/claims/1/pay", others).is(problem(ProblemType.NOT_FOUND));
    service.patch(seat + "/pay/1", others).is(problem(ProblemType.NOT_FOUND));
    service.delete("/claims/1", others).is(problem(ProblemType.NOT_FOUND));
    assertThat(service.get("/claims", others).array()).isEmpty();
    assertThat(service.get("/concerts/reserve/query", others).array()).isEmpty();
    assertThat(service.get("/pay/query", others).number("amount")).isEqualTo(10_000);
  }

  @Test
  void a_request_that_shows_one_user_and_names_another_is_refused() {
    String mine = service.ticket(7, "default");
    service
        .get("/pay/query", "waitingToken", mine, "X-User-Id", "8")
        .is(problem(ProblemType.NOT_ALLOWED));
    service.get("/pay/query", "waitingToken", mine, "X-User-Id", "7").is(200);
    service
        .postJson("/coupon/issue", "{\"userId\":8}", with(mine))
        .is(problem(ProblemType.NOT_ALLOWED));
    service.postJson("/coupon/issue", "{\"userId\":8}", as(7)).is(problem(ProblemType.NOT_ALLOWED));
    service
        .postJson("/offers/1/claims", "{\"userId\":8,\"quantity\":1}", with(mine))
        .is(problem(ProblemType.NOT_ALLOWED));
    service.post("/user/8/queue/token/issue", with(mine)).is(problem(ProblemType.NOT_ALLOWED));
    service.post("/user/8/queue/token/issue", as(7)).is(problem(ProblemType.NOT_ALLOWED));
    assertThat(service.get("/offers/1").number("issued")).isZero();
  }

  @Test
  void a_ticket_of_another_room_opens_nothing_here() {
    service.room("other", 10, 10);
    String[] other = with(service.ticket(7, "other"));
    service.get("/concert/" + concert + "/date", other).is(problem(ProblemType.OTHER_ROOM));
    service.get("/concert/1/seat", other).is(problem(ProblemType.OTHER_ROOM));
    service.post(seat + "/reserve", other).is(problem(ProblemType.OTHER_ROOM));
    service
        .postJson("/holds", "{\"scheduleId\":1,\"seatIds\":[1]}", other)
        .is(problem(ProblemType.OTHER_ROOM));
    assertThat(service.get("/user/queue/token/query", other).word("state")).isEqualTo("ACTIVE");
  }

  @Test
  void a_ticket_of_a_room_number_or_epoch_that_never_was_is_not_genuine() {
    service.ticket(7, "default");
    for (TicketRef never :
        List.of(
            new TicketRef(99, 1, 7, 1),
            new TicketRef(1, 2, 7, 1),
            new TicketRef(1, 0, 7, 1),
            new TicketRef(1, 1, 7, 1_000))) {
      String[] shown = with(service.tickets.encode(never, 0));
      service.get("/concert/" + concert + "/date", shown).is(problem(ProblemType.NOT_GENUINE));
      service.get("/user/queue/token/query", shown).is(problem(ProblemType.NOT_GENUINE));
      boolean ofThisTime = never.room() == 1 && never.epoch() == 1;
      if (!ofThisTime) service.get("/pay/query", shown).is(problem(ProblemType.NOT_GENUINE));
    }
    TicketCodec foreign =
        new TicketCodec(
            new SigningKeys(1, Map.of(1, "another secret, of thirty-two b.".getBytes(US_ASCII))));
    service
        .get("/pay/query", with(foreign.encode(new TicketRef(1, 1, 7, 1), 0)))
        .is(problem(ProblemType.NOT_GENUINE));
  }

  @Test
  void an_ended_ticket_opens_nothing_and_the_user_may_join_anew_at_the_end() {
    String[] first = with(service.ticket(7, "default"));
    service.get("/concert/" + concert + "/date", first).is(200);
    service.delete("/user/queue/token", first).is(204);
    service.delete("/user/queue/token", first).is(204);
    service.get("/concert/" + concert + "/date", first).is(problem(ProblemType.VISIT_ENDED));
    service.post(seat + "/reserve", first).is(problem(ProblemType.VISIT_ENDED));
    assertThat(service.get("/user/queue/token/query", first).word("state")).isEqualTo("EXPIRED");
    Reply again = service.post("/user/7/queue/token/issue").is(200);
    assertThat(again.number("number")).isEqualTo(2);
    service.get("/concert/" + concert + "/date", with(again.word("waitingToken"))).is(200);
    service.get("/concert/" + concert + "/date", first).is(problem(ProblemType.VISIT_ENDED));
  }

  @Test
  void a_visit_ends_by_itself_and_its_ticket_with_it() {
    String[] mine = with(service.ticket(7, "default"));
    service.get("/concert/" + concert + "/date", mine).is(200);
    service.clock.pass(Duration.ofMinutes(11));
    // Reads are as of the last batch; the loop's own next one would come within a tick.
    assertThat(service.get("/user/queue/token/query", mine).word("state")).isEqualTo("EXPIRED");
    service.get("/concert/" + concert + "/date", mine).is(problem(ProblemType.VISIT_ENDED));
  }

  @Test
  void joining_again_gives_the_same_number_and_the_same_ticket() {
    String first = service.ticket(7, "default");
    service.clock.pass(Duration.ofSeconds(30));
    assertThat(service.ticket(7, "default")).isEqualTo(first);
  }

  @Test
  void a_trusted_caller_speaks_for_a_user_but_enters_no_room_without_a_ticket() {
    service.patch("/pay/charge?amount=5", as(7)).is(200);
    assertThat(service.get("/pay/query", as(7)).number("amount")).isEqualTo(5);
    assertThat(service.get("/claims", as(7)).is(200).array()).isEmpty();
    service.post(seat + "/reserve", as(7)).is(problem(ProblemType.TICKET_NEEDED));
    service.get("/user/queue/token/query", as(7)).is(problem(ProblemType.TICKET_NEEDED));
    service.delete("/user/queue/token", as(7)).is(problem(ProblemType.TICKET_NEEDED));
  }

  @Test
  void a_claim_for_nobody_misses_a_user_and_behind_a_room_a_ticket() {
    for (String path : new String[] {"/coupon/issue", "/offers/1/claims"})
      assertThat(service.postJson(path, "{}").is(problem(ProblemType.MALFORMED)).text())
          .contains("userId is missing");
    long behind = service.created(new Command.CreateOffer(2, "Floor", 9, 0, 1, 1, 0));
    service.postJson("/offers/" + behind + "/claims", "{}").is(problem(ProblemType.TICKET_NEEDED));
    assertThat(service.get("/offers/1").number("issued")).isZero();
  }

  @Test
  void neither_tickets_nor_keys_reach_the_access_log(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("access.log");
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    AccessLog log = AccessLog.toFile(file, AccessLog.FILE_BYTES_LEAST);
    plan.observer = log;
    String ticket;
    try (ServiceFixture logged = new ServiceFixture(folder, plan)) {
      logged.room("default", 10, 10);
      ticket = logged.ticket(7, "default");
      logged.get("/pay/query?x=" + ticket, with(ticket)).is(200);
      String[] headers = {"waitingToken", ticket, "Idempotency-Key", "the-key"};
      logged.patch("/pay/charge?amount=1", headers).is(200);
    }
    log.close();
    assertThat(Files.readString(file))
        .contains("/api/v1/pay/query", "/api/v1/pay/charge", " 7\n")
        .doesNotContain(ticket, "the-key", "amount");
  }
}
