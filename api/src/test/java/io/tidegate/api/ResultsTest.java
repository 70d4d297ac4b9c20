package io.tidegate.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Result;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.http.server.Response;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every result has a reply, looked at as a client gets it. */
class ResultsTest {

  private static final ClaimInfo CLAIM =
      new ClaimInfo(5, 2, 3, 4, 7, 1, 10, ClaimState.HELD, 0, 1_000, new long[] {9});
  private static final PlaceInfo PLACE =
      new PlaceInfo(1, 1, 7, 99, Standing.WAITING, 99, 12, 90_500, 0, 0, null);

  /**
   * A result, the status of its reply, and the last part of its problem type or a bit of its body.
   */
  private record Case(Result result, int status, String says) {}

  private static final List<Case> CASES =
      List.of(
          new Case(new Result.Created(6), 201, "{\"id\":6}"),
          new Case(new Result.ScheduleMade(6, 8), 201, "{\"scheduleId\":6,\"offerId\":8}"),
          new Case(new Result.Done(), 204, ""),
          new Case(new Result.Taken(CLAIM, false), 201, "\"claimId\":5"),
          new Case(new Result.PaidFor(CLAIM, false), 200, "\"claimId\":5"),
          new Case(new Result.GivenBack(CLAIM), 204, ""),
          new Case(new Result.WalletToppedUp(false), 200, "{\"isCharge\":true}"),
          new Case(new Result.OneClaim(CLAIM), 200, "\"state\":\"held\""),
          new Case(new Result.ManyClaims(List.of(CLAIM), false), 200, "\"seatIds\":[9]"),
          new Case(new Result.Balance(77), 200, "{\"amount\":77}"),
          new Case(new Result.MayLook(), 204, ""),
          new Case(new Result.Place(PLACE), 200, "{\"number\":99}"),
          new Case(new Result.Left(), 204, ""),
          new Case(new Result.Unknown(Kind.SEAT, 4), 404, "There is no seat 4."),
          new Case(new Result.Unfit("total", "is odd"), 400, "\"total is odd.\""),
          new Case(new Result.Conflict("total", "is late"), 409, "\"total is late.\""),
          new Case(new Result.NotOpen(1_000), 409, "not-open"),
          new Case(new Result.Closed(), 409, "closed"),
          new Case(new Result.Paused(), 409, "paused"),
          new Case(new Result.Stopped(), 409, "stopped"),
          new Case(new Result.SoldOut(4, 0), 409, "sold-out"),
          new Case(new Result.SoldOut(4, 3), 409, "\"offerId\":4,\"claimId\":3"),
          new Case(new Result.AllHeld(4, 0), 409, "all-held"),
          new Case(new Result.AllHeld(4, 3), 409, "\"offerId\":4,\"claimId\":3"),
          new Case(new Result.NotEnough(4, 2, 0), 409, "\"offerId\":4,\"available\":2}"),
          new Case(new Result.NotEnough(4, 2, 3), 409, "\"available\":2,\"claimId\":3"),
          new Case(new Result.AlreadyClaimed(3), 409, "\"claimId\":3"),
          new Case(new Result.OverLimit(4, 3, 9), 409, "\"limit\":4,\"has\":3,\"claimId\":9"),
          new Case(new Result.OverLimit(4, 0, 0), 409, "\"limit\":4,\"has\":0}"),
          new Case(new Result.SeatTaken(new long[] {3, 4}, 0), 409, "\"seats\":[3,4]}"),
          new Case(new Result.SeatTaken(new long[] {3}, 9), 409, "\"seats\":[3],\"claimId\":9"),
          new Case(new Result.InsufficientBalance(1, 2), 409, "\"balance\":1,\"amount\":2"),
          new Case(new Result.OverCap(1, 2), 409, "\"balance\":1,\"cap\":2"),
          new Case(new Result.HoldLapsed(1_500), 410, "\"at\":\"1970-01-01T00:00:01.500Z\""),
          new Case(new Result.AlreadyPaid(3), 409, "already-paid"),
          new Case(new Result.ClaimCancelled(3), 409, "cancelled"),
          new Case(new Result.ClaimRefunded(3), 409, "refunded"),
          new Case(new Result.TooLate(0), 409, "too-late"),
          new Case(new Result.KeyReused(), 422, "key-reused"),
          new Case(new Result.Full("users"), 503, "\"what\":\"users\""),
          new Case(new Result.Full("disk"), 503, "disk-full"),
          new Case(new Result.Full("storage"), 503, "storage-blocked"),
          new Case(new Result.TicketNeeded(4), 401, "\"room\":4"),
          new Case(new Result.NotYourTurn(PLACE), 429, "\"ahead\":12,\"etaSeconds\":91"),
          new Case(new Result.VisitEnded(), 410, "visit-ended"),
          new Case(new Result.OtherRoom(2), 403, "\"ticketRoom\":2"),
          new Case(new Result.NotGenuine(), 401, "not-genuine"),
          new Case(new Result.RoomFull(), 503, "room-full"),
          new Case(new Result.RoomClosed(), 409, "room-closed"),
          new Case(new Result.Broken("a seat with two owners"), 409, "stopped"));

  private static final Answers ANSWERS =
      new Answers() {
        @Override
        public Response place(io.tidegate.http.server.Exchange exchange, Result.Place place) {
          return Response.json(
              200, ("{\"number\":" + place.place().number() + "}").getBytes(US_ASCII));
        }
      };

  @Test
  void every_result_there_is_has_a_case_here() {
    Set<Class<?>> known =
        CASES.stream().map(c -> c.result().getClass()).collect(Collectors.toSet());
    assertThat(records(Result.class).collect(Collectors.toSet())).isEqualTo(known);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(ResultsTest::records);
  }

  @Test
  void every_result_is_told_with_its_status_and_what_is_particular_to_it(@TempDir Path folder)
      throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.others =
        List.of(router ->
            router.get(
                "/results/{case}",
                exchange -> {
                  Result result = CASES.get((int) exchange.number("case") - 1).result();
                  exchange.reply(Replies.of(result, exchange, ANSWERS));
                }));
    try (ServiceFixture service = new ServiceFixture(folder, plan)) {
      for (int i = 0; i < CASES.size(); i++) {
        Case expected = CASES.get(i);
        Reply reply = service.send("GET", "/results/" + (i + 1), "").is(expected.status());
        assertThat(reply.text()).as("%s", expected.result()).contains(expected.says());
        assertThat(reply.text()).doesNotContain("two owners");
        boolean refused = expected.result() instanceof Result.Refusal;
        if (refused) assertThat(reply.word("type")).startsWith("/problems/");
        if (expected.status() == 401) assertThat(reply.header("WWW-Authenticate")).isNotEmpty();
      }
    }
  }
}
