package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody at once, over sockets of their own. */
class CrowdTest {

  private static final int CONNECTIONS = 250;

  @Test
  void of_ten_thousand_users_the_first_hundred_at_the_engine_get_the_hundred_units(
      @TempDir Path folder) throws Exception {
    try (ServiceFixture service = new ServiceFixture(folder)) {
      service.coupon(service.openSale(), 100);
      Map<Long, Reply> replies =
          crowd(
              service,
              10_000,
              (client, user) ->
                  client.ask("POST", "/api/v1/coupon/issue", "{\"userId\":" + user + "}"));
      assertThat(replies).hasSize(10_000);
      List<Long> arrived = usersInOrderOfArrival(service);
      assertThat(arrived).hasSize(10_000);
      for (int i = 0; i < arrived.size(); i++) {
        Reply reply = of(replies, arrived.get(i));
        if (i < 100) reply.is(201);
        else reply.is(problem(ProblemType.SOLD_OUT));
      }
      Set<Long> claims =
          arrived.subList(0, 100).stream()
              .map(user -> of(replies, user).number("claimId"))
              .collect(Collectors.toSet());
      assertThat(claims).as("nobody's claim is another's").hasSize(100);
      assertThat(service.get("/offers/1").object())
          .containsEntry("issued", 100L)
          .containsEntry("available", 0L);
    }
  }

  /** The same user asks over several connections at once, and gets one unit. */
  @Test
  void nobody_gets_two_by_asking_four_times_at_once(@TempDir Path folder) throws Exception {
    try (ServiceFixture service = new ServiceFixture(folder)) {
      service.coupon(service.openSale(), 100_000);
      ConcurrentLinkedQueue<Long> issued = new ConcurrentLinkedQueue<>();
      crowd(
          service,
          4_000,
          (client, each) -> {
            long user = each % 1_000 + 1;
            Reply reply = client.ask("POST", "/api/v1/coupon/issue", "{\"userId\":" + user + "}");
            if (reply.status() == 201) issued.add(user);
            else reply.is(problem(ProblemType.ALREADY_CLAIMED));
            return reply;
          });
      assertThat(issued).hasSize(1_000).doesNotHaveDuplicates();
    }
  }

  @Test
  void of_a_thousand_users_inside_one_gets_the_seat(@TempDir Path folder) throws Exception {
    try (ServiceFixture service = new ServiceFixture(folder)) {
      long concert = service.concert("The Breakwaters");
      service.schedule(concert, service.roomSale(service.room("default", 2_000, 2_000)), 1);
      Map<Long, Reply> replies =
          crowd(
              service,
              1_000,
              (client, user) -> {
                Reply issued =
                    client.ask("POST", "/api/v1/user/" + user + "/queue/token/issue", "").is(200);
                return client.ask(
                    "POST",
                    "/api/v1/concerts/" + concert + "/seats/3/reserve",
                    "",
                    "waitingToken",
                    issued.word("waitingToken"));
              });
      assertThat(replies.values()).filteredOn(reply -> reply.status() == 200).hasSize(1);
      replies.values().stream()
          .filter(reply -> reply.status() != 200)
          .forEach(reply -> reply.is(problem(ProblemType.SEAT_TAKEN)));
      long owner = service.taken.stream().filter(c -> c instanceof Command.HoldSeats).count();
      assertThat(owner).isEqualTo(1_000);
      Command.HoldSeats first =
          service.taken.stream()
              .filter(Command.HoldSeats.class::isInstance)
              .map(Command.HoldSeats.class::cast)
              .findFirst()
              .orElseThrow();
      of(replies, first.user()).is(200);
    }
  }

  /** Overlapping sets: whoever gets one has all of its seats, and no seat has two owners. */
  @Test
  void overlapping_sets_of_seats_are_held_whole_or_not_at_all(@TempDir Path folder)
      throws Exception {
    try (ServiceFixture service = new ServiceFixture(folder)) {
      service.schedule(service.concert("Harbour Lights"), service.openSale(), 2);
      Map<Long, Reply> replies =
          crowd(
              service,
              600,
              (client, user) -> {
                long a = user * 7 % 20 + 1;
                long b = (user * 7 + 1 + user % 3) % 20 + 1;
                String body = "{\"scheduleId\":1,\"seatIds\":[" + a + "," + b + "]}";
                return client.ask("POST", "/api/v1/holds", body, "X-User-Id", Long.toString(user));
              });
      ConcurrentHashMap<Object, Long> owners = new ConcurrentHashMap<>();
      replies.forEach((user, reply) -> {
        if (reply.status() != 201) return;
        List<?> seats = (List<?>) requireNonNull(reply.object().get("seatIds"));
        assertThat(seats).hasSize(2);
        for (Object seat : seats) assertThat(owners.put(seat, user)).isNull();
      });
      assertThat(owners).isNotEmpty();
      assertThat(service.get("/offers/1").number("held")).isEqualTo(owners.size());
    }
  }

  private static Reply of(Map<Long, Reply> replies, long user) {
    return requireNonNull(replies.get(user), "everybody is answered");
  }

  private static List<Long> usersInOrderOfArrival(ServiceFixture service) {
    Set<Long> users = new LinkedHashSet<>(); // one carried over to the next batch is seen twice
    for (Command command : service.taken) {
      if (command instanceof Command.Claim claim) users.add(claim.user());
    }
    return List.copyOf(users);
  }

  /** What one user does. */
  @FunctionalInterface
  private interface Visit {
    Reply of(RawClient client, long user) throws IOException;
  }

  /** Users 1 to n, shared out among the connections, which all begin at the same moment. */
  private static Map<Long, Reply> crowd(ServiceFixture service, int users, Visit visit)
      throws Exception {
    Map<Long, Reply> replies = new ConcurrentHashMap<>();
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch begin = new CountDownLatch(1);
    Thread[] threads = new Thread[CONNECTIONS];
    for (int t = 0; t < CONNECTIONS; t++) {
      int first = t + 1;
      threads[t] =
          Thread.ofVirtual()
              .start(() -> {
                try (RawClient client = service.connect()) {
                  begin.await();
                  for (long user = first; user <= users; user += CONNECTIONS)
                    replies.put(user, visit.of(client, user));
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
    }
    begin.countDown();
    for (Thread thread : threads) thread.join();
    assertThat(failures).isEmpty();
    return replies;
  }
}
