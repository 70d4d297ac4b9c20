package io.tidegate.gate.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancerTest {

  private final TestCandidate a = new TestCandidate("a");
  private final TestCandidate b = new TestCandidate("b");
  private final TestCandidate c = new TestCandidate("c");
  private final List<TestCandidate> three = List.of(a, b, c);

  @Test
  void round_robin_gives_each_its_turn() {
    choose(Balance.ROUND_ROBIN.balancer(), three, 300);
    assertThat(three).allSatisfy(one -> assertThat(one.chosen).isEqualTo(100));
  }

  @ParameterizedTest
  @EnumSource(names = {"ROUND_ROBIN", "LEAST_IN_FLIGHT"})
  void shares_follow_weights_to_within_a_few_turns(Balance balance) {
    a.weighing(5);
    c.weighing(0.5);
    choose(balance.balancer(), three, 6_500);
    assertThat(a.chosen).isCloseTo(5_000, within(5));
    assertThat(b.chosen).isCloseTo(1_000, within(5));
    assertThat(c.chosen).isCloseTo(500, within(5));
  }

  @Test
  void the_one_with_the_fewest_in_flight_for_its_weight_is_chosen() {
    a.inFlight(3);
    b.inFlight(2);
    c.inFlight(8).weighing(5);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isSameAs(c);
    c.inFlight(11);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isSameAs(b);
  }

  @Test
  void whoever_fails_at_once_does_not_attract_by_having_little_in_flight() {
    a.inFlight(20);
    b.inFlight(30);
    c.failing(0.97);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isSameAs(a);
    c.failing(0.4);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isSameAs(c);
  }

  @Test
  void a_pause_of_one_that_answers_at_once_costs_it_no_share() {
    a.latencyMs(1).weighing(9);
    b.latencyMs(5); // nine answers of half a millisecond, and one of 50
    choose(Balance.LEAST_IN_FLIGHT.balancer(), List.of(a, b), 1_000);
    assertThat(b.chosen).isCloseTo(100, within(5));
  }

  @Test
  void whoever_is_several_times_slower_gets_less_than_as_many_in_flight() {
    a.latencyMs(50).inFlight(8);
    b.latencyMs(60).inFlight(8);
    c.latencyMs(500);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isNotSameAs(c);
    a.inFlight(10);
    b.inFlight(10);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isSameAs(c); // it may be quicker by now
    c.latencyMs(140).inFlight(9);
    assertThat(one(Balance.LEAST_IN_FLIGHT, three)).isSameAs(c);
  }

  @Test
  void among_many_the_better_of_two_is_chosen_and_nobody_is_left_out_or_overrun() {
    List<TestCandidate> many =
        IntStream.range(0, 40).mapToObj(i -> new TestCandidate("e" + i)).toList();
    Balancer balancer = Balance.LEAST_IN_FLIGHT.balancer();
    for (int i = 0; i < 4_000; i++) balancer.choose(many, 0, 0).inFlight++;
    assertThat(many).allSatisfy(one -> assertThat(one.inFlight).isBetween(94, 106));
  }

  @Test
  void among_many_shares_follow_weights() {
    List<TestCandidate> many =
        IntStream.range(0, 40)
            .mapToObj(i -> new TestCandidate("e" + i).weighing(i < 20 ? 1 : 3))
            .toList();
    choose(Balance.LEAST_IN_FLIGHT.balancer(), many, 8_000);
    int heavy = many.stream().skip(20).mapToInt(one -> one.chosen).sum();
    assertThat(heavy).isCloseTo(6_000, within(150));
  }

  @Test
  void peak_ewma_prefers_who_answers_sooner_until_more_wait_there() {
    a.latencyMs(10);
    b.latencyMs(100);
    c.latencyMs(100);
    a.inFlight(8);
    assertThat(one(Balance.PEAK_EWMA, three)).isSameAs(a);
    a.inFlight(10);
    assertThat(one(Balance.PEAK_EWMA, three)).isNotSameAs(a);
  }

  @Test
  void peak_ewma_gives_the_unknown_one_request_to_find_out_and_no_second_before_that() {
    a.latencyMs(10).inFlight(50);
    b.latencyMs(10).inFlight(50);
    assertThat(one(Balance.PEAK_EWMA, three)).isSameAs(c);
    c.inFlight(1);
    assertThat(one(Balance.PEAK_EWMA, three)).isNotSameAs(c);
  }

  @Test
  void a_hash_stays_where_it_is_and_only_what_a_leaver_had_moves() {
    Balancer balancer = Balance.HASH.balancer();
    List<TestCandidate> four = new ArrayList<>(three);
    four.add(new TestCandidate("d"));
    int moved = 0;
    for (long hash = 0; hash < 1_000; hash++) {
      TestCandidate before = balancer.choose(four, hash, 0);
      assertThat(balancer.choose(four, hash, 0)).isSameAs(before);
      before.chosen++;
      TestCandidate after = balancer.choose(three, hash, 0);
      if (after != before) {
        moved++;
        assertThat(before.name).isEqualTo("d");
      }
    }
    assertThat(moved).isEqualTo(four.getLast().chosen);
    assertThat(four).allSatisfy(one -> assertThat(one.chosen).isBetween(200, 300));
  }

  @Test
  void one_hash_alone_cannot_load_its_endpoint_beyond_a_quarter_above_the_mean() {
    Balancer balancer = Balance.HASH.balancer();
    for (int i = 1; i <= 900; i++) {
      balancer.choose(three, 7, 0).inFlight++;
      int most = (int) Math.ceil(1.25 * i / 3);
      assertThat(three).allSatisfy(one -> assertThat(one.inFlight).isLessThanOrEqualTo(most));
    }
  }

  @Test
  void hashes_spread_by_weight() {
    a.weighing(2);
    Balancer balancer = Balance.HASH.balancer();
    Map<TestCandidate, Integer> count = new HashMap<>();
    for (long hash = 0; hash < 4_000; hash++)
      count.merge(balancer.choose(three, hash, 0), 1, Integer::sum);
    assertThat(count.get(a)).isCloseTo(2_000, within(120));
    assertThat(count.get(b)).isCloseTo(1_000, within(120));
  }

  private static TestCandidate one(Balance balance, List<TestCandidate> from) {
    return balance.balancer().choose(from, 0, 0);
  }

  private static void choose(Balancer balancer, List<TestCandidate> from, int times) {
    for (int i = 0; i < times; i++) balancer.choose(from, 0, 0).chosen++;
  }
}
