package io.tidegate.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.instance.ClusterFixture.Running;
import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.testkit.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three instances on one home: each answers everything, one decides. */
class InstancesTest {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final Command SALE =
      new Command.CreateSale("a sale", 0, Long.MAX_VALUE, Entry.OPEN, 0);
  private static final Command OFFER = new Command.CreateOffer(1, "coupons", 200, 0, 1, 1, 0);

  private final ClusterFixture cluster = new ClusterFixture();
  private final List<Running> three = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private Running startThree() throws Exception {
    for (int i = 0; i < 3; i++) three.add(cluster.start(SALE, OFFER));
    Running leader = cluster.settled();
    for (Running one : three) Wait.until(() -> one.views.offer(1) != null);
    return leader;
  }

  private static Command claim(long user) {
    return new Command.Claim(1, user, 1, null, null);
  }

  private static long taken(List<CompletableFuture<Optional<Result>>> answers) throws Exception {
    long taken = 0;
    for (var answer : answers)
      if (answer.get(20, TimeUnit.SECONDS).orElse(null) instanceof Result.Taken) taken++;
    return taken;
  }

  @Test
  void whichever_is_asked_exactly_n_are_handed_out_and_all_show_it() throws Exception {
    startThree();
    List<CompletableFuture<Optional<Result>>> answers = new ArrayList<>();
    for (int user = 1; user <= 600; user++) answers.add(three.get(user % 3).submit(claim(user)));
    assertThat(taken(answers)).isEqualTo(200);
    for (Running one : three) Wait.until(() -> one.issued() == 200);
    assertThat(cluster.followers()).hasSize(2).allMatch(one -> one.instance.forwarded() == 200);
  }

  @Test
  void who_claims_at_a_follower_sees_it_there_at_once() throws Exception {
    startThree();
    Running follower = cluster.followers().getFirst();
    for (int user = 1; user <= 20; user++) {
      assertThat(follower.ask(claim(user)).orElseThrow()).isInstanceOf(Result.Taken.class);
      assertThat(follower.issued()).isEqualTo(user);
    }
  }

  @Test
  void the_lead_is_handed_over_without_one_failed_request() throws Exception {
    Running leader = startThree();
    List<Running> others = cluster.followers();
    List<CompletableFuture<Optional<Result>>> answers = new ArrayList<>();
    for (int user = 1; user <= 50; user++) answers.add(others.get(user % 2).submit(claim(user)));
    assertThat(leader.instance.handOver(BOUND)).isTrue();
    for (int user = 51; user <= 150; user++) answers.add(three.get(user % 3).submit(claim(user)));
    assertThat(taken(answers)).isEqualTo(150);
    assertThat(leader.instance.leads()).isFalse();
    assertThat(cluster.leader()).isNotSameAs(leader);
  }

  @Test
  void who_asked_before_anybody_led_finds_what_the_first_leader_makes_open() throws Exception {
    Running one = cluster.start(SALE, OFFER);
    assertThat(one.ask(claim(1)).orElseThrow()).isInstanceOf(Result.Taken.class);
  }

  @Test
  void whoever_was_born_late_leads_in_a_later_term() throws Exception {
    Running leader = startThree();
    assertThat(leader.instance.handOver(BOUND)).isTrue();
    Running second = cluster.leaderBut(leader);
    Running late = cluster.start();
    cluster.settled();
    long before = second.instance.standing().term();
    for (Running one : three) assertThat(one.instance.stop(BOUND)).isTrue();
    Wait.until(late.instance::leads);
    assertThat(late.instance.standing().term()).isGreaterThan(before);
  }

  @Test
  void places_of_people_who_wait_are_answered_from_the_replica() throws Exception {
    startThree();
    Running follower = cluster.followers().getFirst();
    var made =
        follower.ask(
            new Command.CreateRoom(
                new RoomSettings("a room", RoomState.PAUSED, 1, 1_000, 10, 60_000, 60_000)));
    long room = ((Result.Created) made.orElseThrow()).id();
    var place = ((Result.Place) follower.ask(new Command.Join(room, 5)).orElseThrow()).place();
    long before = follower.instance.forwarded();
    var ticket = new Command.TicketRef(room, place.epoch(), 5, place.number());
    var again = follower.ask(new Command.AskPlace(ticket)).orElseThrow();
    assertThat(again).isInstanceOf(Result.Place.class);
    assertThat(follower.instance.forwarded()).isEqualTo(before);
  }

  @Test
  void somebody_else_leads_when_the_leader_is_cut_from_the_home() throws Exception {
    Running leader = startThree();
    assertThat(three.get(1).ask(claim(1)).orElseThrow()).isInstanceOf(Result.Taken.class);
    cluster.cut(leader, true);
    Running next = cluster.leaderBut(leader);
    assertThat(next.ask(claim(2)).orElseThrow()).isInstanceOf(Result.Taken.class);
    cluster.cut(leader, false);
    Wait.until(() -> leader.issued() == 2);
    assertThat(leader.ask(claim(3)).orElseThrow()).isInstanceOf(Result.Taken.class);
  }
}
