package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.call.Access;
import io.tidegate.api.call.Operation;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.Problems;
import io.tidegate.core.Result;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal has a problem, looked at as a client gets it. */
class RefusalsTest {

  private static final PlaceInfo PLACE =
      new PlaceInfo(1, 1, 7, 99, Standing.WAITING, 99, 12, 0, 90_500, 0, 0, null);

  /**
   * A refusal, the status of its reply, and the last part of its problem type or a bit of its body.
   */
  private record Case(Result.Refusal refusal, int status, String says) {}

  private static final List<Case> CASES =
      List.of(
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
          new Case(new Result.Broken("a seat with two owners"), 409, "stopped"),
          new Case(new Result.Failed(), 500, "Nothing was changed by this request."));

  @Test
  void every_refusal_there_is_has_a_case_here() {
    Set<Class<?>> known =
        CASES.stream().map(c -> c.refusal().getClass()).collect(Collectors.toSet());
    assertThat(records(Result.Refusal.class).collect(Collectors.toSet())).isEqualTo(known);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(RefusalsTest::records);
  }

  @Test
  void every_refusal_is_told_with_its_status_and_what_is_particular_to_it(@TempDir Path folder)
      throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.others =
        List.of(
            Operation.get("tell", "/refusals/{case}", Access.ANYBODY)
                .replying(exchange ->
                    Problems.of(CASES.get((int) exchange.number("case") - 1).refusal())));
    try (ServiceFixture service = new ServiceFixture(folder, plan)) {
      for (int i = 0; i < CASES.size(); i++) {
        Case expected = CASES.get(i);
        Reply reply = service.send("GET", "/refusals/" + (i + 1), "").is(expected.status());
        assertThat(reply.text()).as("%s", expected.refusal()).contains(expected.says());
        assertThat(reply.text()).doesNotContain("two owners");
        assertThat(reply.word("type")).startsWith("/problems/");
        if (expected.status() == 401) assertThat(reply.header("WWW-Authenticate")).isNotEmpty();
      }
    }
  }
}
