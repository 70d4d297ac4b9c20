package io.tidegate.api;

import static io.tidegate.api.Site.as;
import static io.tidegate.api.Site.with;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.ticket.SigningKeys;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.http.log.AccessLog;
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

  private Site site;
  private long concert;
  private String seat;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    site = new Site(folder);
    site.coupon(site.openSale(), 100);
    long sale = site.roomSale(site.room("default", 10, 10));
    concert = site.concert("Paper Boats");
    site.schedule(concert, sale, 1);
    seat = "/concerts/" + concert + "/seats/1";
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  @Test
  void an_altered_ticket_opens_no_call_at_all() {
    String genuine = site.ticket(7, "default");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40; i++) {
      int at = random.nextInt(genuine.length());
      char c = genuine.charAt(at) == 'A' ? 'B' : 'A';
      String[] forged = with(genuine.substring(0, at) + c + genuine.substring(at + 1));
      call(i, forged).is(ProblemType.NOT_GENUINE);
    }
    for (int i = 0; i < 13; i++) call(i, with(genuine.substring(0, 93 - i))).is(401);
    for (int i = 0; i < 13; i++) call(i, with("")).is(ProblemType.NOT_GENUINE);
  }

  /** One of all calls that a ticket is shown to. */
  private Reply call(int i, String[] shown) {
    return switch (i % 13) {
      case 0 -> site.get("/user/queue/token/query", shown);
      case 1 -> site.delete("/user/queue/token", shown);
      case 2 -> site.get("/concert/" + concert + "/date", shown);
      case 3 -> site.get("/concert/1/seat", shown);
      case 4 -> site.post(seat + "/reserve", shown);
      case 5 -> site.get("/concerts/reserve/query", shown);
      case 6 -> site.patch("/pay/charge?amount=1", shown);
      case 7 -> site.get("/pay/query", shown);
      case 8 -> site.patch(seat + "/pay/1", shown);
      case 9 -> site.postJson("/holds", "{\"scheduleId\":1,\"seatIds\":[1]}", shown);
      case 10 -> site.postJson("/offers/1/claims", "{\"quantity\":1}", shown);
      case 11 -> site.post("/coupon/issue", shown);
      default -> site.get("/claims", shown);
    };
  }

  @Test
  void a_ticket_acts_for_its_own_user_and_no_other() {
    String[] mine = with(site.ticket(7, "default"));
    site.post(seat + "/reserve", mine).is(200);
    site.patch("/pay/charge?amount=10000", as(8)).is(200);
    String[] others = with(site.ticket(8, "default"));
    site.get("/claims/1", others).is(ProblemType.NOT_FOUND);
    site.post("/claims/1/pay", others).is(ProblemType.NOT_FOUND);
    site.patch(seat + "/pay/1", others).is(ProblemType.NOT_FOUND);
    site.delete("/claims/1", others).is(ProblemType.NOT_FOUND);
    assertThat(site.get("/claims", others).array()).isEmpty();
    assertThat(site.get("/concerts/reserve/query", others).array()).isEmpty();
    assertThat(site.get("/pay/query", others).number("amount")).isEqualTo(10_000);
  }

  @Test
  void a_request_that_shows_one_user_and_names_another_is_refused() {
    String mine = site.ticket(7, "default");
    site.get("/pay/query", "waitingToken", mine, "X-User-Id", "8").is(ProblemType.NOT_ALLOWED);
    site.get("/pay/query", "waitingToken", mine, "X-User-Id", "7").is(200);
    site.postJson("/coupon/issue", "{\"userId\":8}", with(mine)).is(ProblemType.NOT_ALLOWED);
    site.postJson("/coupon/issue", "{\"userId\":8}", as(7)).is(ProblemType.NOT_ALLOWED);
    site.postJson("/offers/1/claims", "{\"userId\":8,\"quantity\":1}", with(mine))
        .is(ProblemType.NOT_ALLOWED);
    site.post("/user/8/queue/token/issue", with(mine)).is(ProblemType.NOT_ALLOWED);
    site.post("/user/8/queue/token/issue", as(7)).is(ProblemType.NOT_ALLOWED);
    assertThat(site.get("/offers/1").number("issued")).isZero();
  }

  @Test
  void a_ticket_of_another_room_opens_nothing_here() {
    site.room("other", 10, 10);
    String[] other = with(site.ticket(7, "other"));
    site.get("/concert/" + concert + "/date", other).is(ProblemType.OTHER_ROOM);
    site.get("/concert/1/seat", other).is(ProblemType.OTHER_ROOM);
    site.post(seat + "/reserve", other).is(ProblemType.OTHER_ROOM);
    site.postJson("/holds", "{\"scheduleId\":1,\"seatIds\":[1]}", other).is(ProblemType.OTHER_ROOM);
    assertThat(site.get("/user/queue/token/query", other).word("state")).isEqualTo("ACTIVE");
  }

  @Test
  void a_ticket_of_a_room_number_or_epoch_that_never_was_is_not_genuine() {
    site.ticket(7, "default");
    for (TicketRef never :
        List.of(
            new TicketRef(99, 1, 7, 1),
            new TicketRef(1, 2, 7, 1),
            new TicketRef(1, 0, 7, 1),
            new TicketRef(1, 1, 7, 1_000))) {
      String[] shown = with(site.tickets.encode(never, 0));
      site.get("/concert/" + concert + "/date", shown).is(ProblemType.NOT_GENUINE);
      site.get("/user/queue/token/query", shown).is(ProblemType.NOT_GENUINE);
      boolean ofThisTime = never.room() == 1 && never.epoch() == 1;
      if (!ofThisTime) site.get("/pay/query", shown).is(ProblemType.NOT_GENUINE);
    }
    TicketCodec foreign =
        new TicketCodec(
            new SigningKeys(1, Map.of(1, "another secret, of thirty-two b.".getBytes(US_ASCII))));
    site.get("/pay/query", with(foreign.encode(new TicketRef(1, 1, 7, 1), 0)))
        .is(ProblemType.NOT_GENUINE);
  }

  @Test
  void an_ended_ticket_opens_nothing_and_the_user_may_join_anew_at_the_end() {
    String[] first = with(site.ticket(7, "default"));
    site.get("/concert/" + concert + "/date", first).is(200);
    site.delete("/user/queue/token", first).is(204);
    site.delete("/user/queue/token", first).is(204);
    site.get("/concert/" + concert + "/date", first).is(ProblemType.VISIT_ENDED);
    site.post(seat + "/reserve", first).is(ProblemType.VISIT_ENDED);
    assertThat(site.get("/user/queue/token/query", first).word("state")).isEqualTo("EXPIRED");
    Reply again = site.post("/user/7/queue/token/issue").is(200);
    assertThat(again.number("number")).isEqualTo(2);
    site.get("/concert/" + concert + "/date", with(again.word("waitingToken"))).is(200);
    site.get("/concert/" + concert + "/date", first).is(ProblemType.VISIT_ENDED);
  }

  @Test
  void a_visit_ends_by_itself_and_its_ticket_with_it() {
    String[] mine = with(site.ticket(7, "default"));
    site.get("/concert/" + concert + "/date", mine).is(200);
    site.clock.advance(Duration.ofMinutes(11));
    // Reads are as of the last batch; the loop's own next one would come within a tick.
    assertThat(site.get("/user/queue/token/query", mine).word("state")).isEqualTo("EXPIRED");
    site.get("/concert/" + concert + "/date", mine).is(ProblemType.VISIT_ENDED);
  }

  @Test
  void joining_again_gives_the_same_number_and_the_same_ticket() {
    String first = site.ticket(7, "default");
    site.clock.advance(Duration.ofSeconds(30));
    assertThat(site.ticket(7, "default")).isEqualTo(first);
  }

  @Test
  void a_trusted_caller_speaks_for_a_user_but_enters_no_room_without_a_ticket() {
    site.patch("/pay/charge?amount=5", as(7)).is(200);
    assertThat(site.get("/pay/query", as(7)).number("amount")).isEqualTo(5);
    assertThat(site.get("/claims", as(7)).is(200).array()).isEmpty();
    site.post(seat + "/reserve", as(7)).is(ProblemType.TICKET_NEEDED);
    site.get("/user/queue/token/query", as(7)).is(ProblemType.TICKET_NEEDED);
    site.delete("/user/queue/token", as(7)).is(ProblemType.TICKET_NEEDED);
  }

  @Test
  void a_claim_for_nobody_misses_a_user_and_behind_a_room_a_ticket() {
    for (String path : new String[] {"/coupon/issue", "/offers/1/claims"})
      assertThat(site.postJson(path, "{}").is(ProblemType.MALFORMED).text())
          .contains("userId is missing");
    long behind = site.created(new Command.CreateOffer(2, "Floor", 9, 0, 1, 1, 0));
    site.postJson("/offers/" + behind + "/claims", "{}").is(ProblemType.TICKET_NEEDED);
    assertThat(site.get("/offers/1").number("issued")).isZero();
  }

  @Test
  void neither_tickets_nor_keys_reach_the_access_log(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("access.log");
    Site.Plan plan = new Site.Plan();
    AccessLog log = AccessLog.toFile(file, AccessLog.FILE_BYTES_LEAST);
    plan.observer = log;
    String ticket;
    try (Site logged = new Site(folder, plan)) {
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
