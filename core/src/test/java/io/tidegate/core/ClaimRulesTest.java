package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.Switch;
import io.tidegate.core.Result.AllHeld;
import io.tidegate.core.Result.AlreadyClaimed;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.Closed;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.KeyReused;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.NotEnough;
import io.tidegate.core.Result.NotOpen;
import io.tidegate.core.Result.OneClaim;
import io.tidegate.core.Result.OverLimit;
import io.tidegate.core.Result.Paused;
import io.tidegate.core.Result.SeatTaken;
import io.tidegate.core.Result.SoldOut;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking units and seats, as sentences. */
class ClaimRulesTest {

  private final RulesFixture rules = new RulesFixture();
  private final long sale = rules.sale();

  @Test
  void a_coupon_is_issued_at_once() {
    long coupons = rules.coupons(sale, 3);
    assertThat(rules.claim(coupons, 1, 1))
        .isInstanceOfSatisfying(
            Taken.class,
            taken -> {
              assertThat(taken.claim().state()).isEqualTo(ClaimState.ISSUED);
              assertThat(taken.claim().untilMs()).isZero();
              assertThat(taken.replayed()).isFalse();
            });
    assertThat(rules.counts(coupons)).isEqualTo("2/0/1");
  }

  @Test
  void a_unit_with_a_hold_time_is_held_first() {
    long units = rules.units(sale, 3, 10, 2, 2, 5_000);
    assertThat(rules.claim(units, 1, 2))
        .isInstanceOfSatisfying(
            Taken.class,
            taken -> {
              assertThat(taken.claim().state()).isEqualTo(ClaimState.HELD);
              assertThat(taken.claim().untilMs()).isEqualTo(RulesFixture.START_MS + 5_000);
              assertThat(taken.claim().amount()).isEqualTo(20);
            });
    assertThat(rules.counts(units)).isEqualTo("1/2/0");
  }

  @Test
  void exactly_n_are_issued_however_many_ask() {
    long coupons = rules.coupons(sale, 100);
    long issued = 0;
    for (long user = 1; user <= 1_000; user++)
      if (rules.claim(coupons, user, 1) instanceof Taken taken) {
        issued++;
        assertThat(taken.claim().user()).as("in order of arrival").isEqualTo(issued);
      }
    assertThat(issued).isEqualTo(100);
    assertThat(rules.counts(coupons)).isEqualTo("0/0/100");
  }

  @Test
  void the_last_unit_goes_to_one_of_two_claims_of_a_batch() {
    long coupons = rules.coupons(sale, 1);
    List<Result> results =
        rules.core.batch(
            new Command.Claim(coupons, 1, 1, null, null),
            new Command.Claim(coupons, 2, 1, null, null));
    assertThat(results.getFirst()).isInstanceOf(Taken.class);
    assertThat(results.getLast()).isEqualTo(new SoldOut(coupons, 0));
  }

  @Test
  void what_is_held_may_return_and_is_not_sold_out() {
    long units = rules.units(sale, 1, 10, 1, 1, 5_000);
    rules.claimed(units, 1);
    assertThat(rules.claim(units, 2, 1)).isEqualTo(new AllHeld(units, 0));
  }

  @Test
  void a_lapsed_hold_can_be_claimed_at_once() {
    long units = rules.units(sale, 1, 10, 1, 1, 5_000);
    rules.claimed(units, 1);
    rules.core.pass(4_999);
    assertThat(rules.claim(units, 2, 1)).isEqualTo(new AllHeld(units, 0));
    rules.core.pass(1);
    assertThat(rules.claim(units, 2, 1)).isInstanceOf(Taken.class);
  }

  @Test
  void fewer_units_than_asked_for_are_not_handed_out() {
    long units = rules.units(sale, 3, 10, 3, 3, 5_000);
    rules.claim(units, 1, 2);
    assertThat(rules.claim(units, 2, 2)).isEqualTo(new NotEnough(units, 1, 0));
  }

  @Test
  void one_claim_has_a_limit() {
    long units = rules.units(sale, 9, 10, 2, 5, 5_000);
    assertThat(rules.claim(units, 1, 3)).isEqualTo(new OverLimit(2, 0, 0));
  }

  @Test
  void nobody_holds_more_than_a_full_wallet_pays_for() {
    long most = RulesFixture.ROOMY.balance();
    long units = rules.units(sale, 9, most / 2, 5, 5, 5_000);
    assertThat(rules.claim(units, 1, 3)).isEqualTo(new OverLimit(2, 0, 0));
    assertThat(rules.claim(units, 1, 2)).isInstanceOf(Taken.class);
  }

  @Test
  void the_limit_of_a_user_counts_held_and_issued() {
    long units = rules.units(sale, 9, 0, 2, 3, 5_000);
    long paid = rules.claimed(units, 1);
    rules.pay(paid, 1);
    long held = rules.claimed(units, 1);
    assertThat(rules.claim(units, 1, 2)).isEqualTo(new OverLimit(3, 2, held));
    assertThat(rules.claim(units, 1, 3)).isEqualTo(new OverLimit(2, 2, held));
    long last = rules.claimed(units, 1);
    assertThat(rules.claim(units, 1, 1)).isEqualTo(new AlreadyClaimed(last));
  }

  @Test
  void without_a_key_the_second_claim_of_one_is_refused_with_the_first() {
    long coupons = rules.coupons(sale, 3);
    long first = rules.claimed(coupons, 1);
    assertThat(rules.claim(coupons, 1, 1)).isEqualTo(new AlreadyClaimed(first));
  }

  @Test
  void already_claimed_names_the_newest_claim_that_still_stands() {
    long units = rules.units(sale, 9, 0, 1, 2, 5_000);
    long other = rules.units(sale, 9, 0, 1, 1, 5_000);
    long oldest = rules.claimed(units, 1);
    rules.claimed(other, 1);
    long cancelled = rules.claimed(units, 1);
    rules.cancel(cancelled, 1);
    long newest = rules.claimed(units, 1);
    rules.cancel(newest, 1);
    rules.ask(new Command.UpdateOffer(units, null, null, 1L));
    assertThat(rules.claim(units, 1, 1)).isEqualTo(new AlreadyClaimed(oldest));
  }

  @Test
  void what_lapsed_or_was_given_back_counts_no_more() {
    long units = rules.units(sale, 9, 0, 1, 1, 5_000);
    rules.claimed(units, 1);
    rules.core.pass(5_000);
    long second = rules.claimed(units, 1);
    rules.cancel(second, 1);
    assertThat(rules.claim(units, 1, 1)).isInstanceOf(Taken.class);
  }

  @Test
  void a_sale_hands_nothing_out_before_it_opens_while_paused_or_after_it_closed() {
    long opens = RulesFixture.START_MS + 1_000;
    rules.ask(new Command.CreateSale("later", opens, opens + 1_000, Entry.OPEN, 0));
    long later = rules.core.state().ids().last(Ids.Kind.SALE);
    long coupons = rules.coupons(later, 3);
    rules.core.pass(999);
    assertThat(rules.claim(coupons, 1, 1)).isEqualTo(new NotOpen(opens));
    rules.core.pass(1);
    rules.turn(later, Switch.PAUSE);
    assertThat(rules.claim(coupons, 1, 1)).isEqualTo(new Paused());
    rules.turn(later, Switch.RESUME);
    assertThat(rules.claim(coupons, 1, 1)).isInstanceOf(Taken.class);
    rules.core.pass(1_000);
    assertThat(rules.claim(coupons, 2, 1)).isEqualTo(new Closed());
  }

  @Test
  void a_sale_that_slept_through_its_hours_opens_and_closes_once_each() {
    rules.ask(
        new Command.CreateSale(
            "missed", RulesFixture.START_MS + 1, RulesFixture.START_MS + 2, Entry.OPEN, 0));
    long missed = rules.core.state().ids().last(Ids.Kind.SALE);
    int before = rules.core.history().size();
    rules.core.pass(86_400_000);
    rules.core.due();
    rules.core.due();
    assertThat(rules.core.history().stream().skip(before).map(CoreDriver.Happened::event).toList())
        .isEqualTo(
            List.of(
                new Event.SaleSwitched(missed, SaleState.OPEN, ""),
                new Event.SaleSwitched(missed, SaleState.CLOSED, "")));
  }

  @Test
  void an_offer_that_does_not_exist_is_unknown() {
    assertThat(rules.claim(7, 1, 1)).isEqualTo(new Unknown(Kind.OFFER, 7));
    long far = (1L << 53) - 1;
    assertThat(rules.claim(far, 1, 1)).isEqualTo(new Unknown(Kind.OFFER, far));
  }

  @Test
  void nothing_cannot_be_claimed() {
    long coupons = rules.coupons(sale, 3);
    for (long quantity : new long[] {0, -1, Long.MIN_VALUE})
      assertThat(rules.claim(coupons, 1, quantity)).isInstanceOf(Unfit.class);
    assertThat(rules.hold(1)).isInstanceOf(Unfit.class);
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void seats_are_not_claimed_by_number() {
    long schedule = rules.schedule(sale, 3);
    long offer = rules.core.state().sale().schedules.offer(schedule);
    assertThat(rules.claim(offer, 1, 1)).isInstanceOf(Unfit.class);
  }

  @Test
  void several_seats_are_held_all_or_none() {
    rules.schedule(sale, 5);
    rules.held(1, 2, 3);
    assertThat(rules.hold(2, 1, 2, 3))
        .isInstanceOfSatisfying(
            SeatTaken.class, taken -> assertThat(taken.seats()).containsExactly(2, 3));
    assertThat(rules.core.state().sale().seats.claim(1)).isZero();
    assertThat(rules.hold(2, 1, 4)).isInstanceOf(Taken.class);
  }

  @Test
  void asking_again_for_ones_own_seat_names_ones_claim() {
    rules.schedule(sale, 5);
    long one = rules.held(1, 1, 2);
    long other = rules.held(1, 3);
    assertThat(rules.hold(1, 1)).isEqualTo(new AlreadyClaimed(one));
    assertThat(rules.hold(1, 4, 3)).isEqualTo(new AlreadyClaimed(other));
    rules.topUp(1, 20);
    rules.pay(one, 1);
    assertThat(rules.hold(1, 2)).isEqualTo(new AlreadyClaimed(one));
    assertThat(rules.hold(2, 2)).isInstanceOf(SeatTaken.class);
  }

  @Test
  void ones_own_seat_among_those_of_others_is_named_too() {
    rules.schedule(sale, 5);
    rules.held(1, 1);
    long own = rules.held(2, 2);
    assertThat(rules.hold(2, 1, 2, 3))
        .isInstanceOfSatisfying(
            SeatTaken.class,
            taken -> {
              assertThat(taken.seats()).containsExactly(1, 2);
              assertThat(taken.claim()).isEqualTo(own);
            });
  }

  @Test
  void a_limit_reached_by_ones_seats_names_the_claim_of_the_seat_asked_for() {
    long schedule = rules.schedule(sale, 5);
    long offer = rules.core.state().sale().schedules.offer(schedule);
    rules.ask(new Command.UpdateOffer(offer, null, 2L, 2L));
    long first = rules.held(1, 1);
    long second = rules.held(1, 2);
    assertThat(rules.hold(1, 1)).isEqualTo(new AlreadyClaimed(first));
    assertThat(rules.hold(1, 3)).isEqualTo(new AlreadyClaimed(second));
    assertThat(rules.hold(1, 3, 4, 5)).isEqualTo(new OverLimit(2, 2, second));
  }

  @Test
  void what_is_gone_because_one_has_it_names_ones_claim() {
    long units = rules.units(sale, 3, 0, 3, 9, 5_000);
    long own = takenBy(rules.claim(units, 1, 2));
    assertThat(rules.claim(units, 1, 2)).isEqualTo(new NotEnough(units, 1, own));
    long rest = rules.claimed(units, 1);
    assertThat(rules.claim(units, 1, 1)).isEqualTo(new AllHeld(units, rest));
    rules.pay(own, 1);
    rules.pay(rest, 1);
    assertThat(rules.claim(units, 1, 1)).isEqualTo(new SoldOut(units, rest));
    assertThat(rules.claim(units, 2, 1)).isEqualTo(new SoldOut(units, 0));
  }

  private static long takenBy(Result result) {
    return ((Taken) result).claim().claim();
  }

  @Test
  void overlapping_seat_sets_go_to_one_of_them() {
    rules.schedule(sale, 4);
    List<Result> results =
        rules.core.batch(seats(1, 1, 2), seats(2, 2, 3), seats(3, 3, 4), seats(4, 4, 1));
    assertThat(results.stream().map(Result::getClass))
        .isEqualTo(List.of(Taken.class, SeatTaken.class, Taken.class, AllHeld.class));
  }

  private static Command seats(long user, long... ids) {
    return new Command.HoldSeats(0, 0, ids, user, null, null);
  }

  @Test
  void a_thousand_users_for_one_seat_make_one_owner() {
    rules.schedule(sale, 2);
    rules.held(5_000, 2);
    long taken = 0;
    for (long user = 1; user <= 1_000; user++) if (rules.hold(user, 1) instanceof Taken) taken++;
    assertThat(taken).isEqualTo(1);
  }

  @Test
  void seats_that_do_not_fit_together_are_refused() {
    long first = rules.schedule(sale, 3);
    long second = rules.schedule(sale, 3);
    assertThat(rules.hold(1, 1, 1)).as("twice").isInstanceOf(Unfit.class);
    assertThat(rules.hold(1, 3, 4)).as("of two schedules").isInstanceOf(Unfit.class);
    assertThat(rules.hold(1, 1, 99)).isEqualTo(new Unknown(Kind.SEAT, 99));
    assertThat(rules.hold(1, 99)).isEqualTo(new Unknown(Kind.SEAT, 99));
    assertThat(named(0, second, 1)).as("of another schedule").isInstanceOf(Unfit.class);
    assertThat(named(0, 99, 1)).isEqualTo(new Unknown(Kind.SCHEDULE, 99));
    assertThat(named(2, 0, 1)).as("of another concert").isEqualTo(new Unknown(Kind.SEAT, 1));
    assertThat(named(1, first, 1)).isInstanceOf(Taken.class);
  }

  private Result named(long concert, long schedule, long seat) {
    return rules.ask(new Command.HoldSeats(concert, schedule, new long[] {seat}, 1, null, null));
  }

  @Test
  void a_schedule_sells_between_its_start_and_its_end() {
    long schedule = rules.schedule(sale, 3);
    long start = RulesFixture.START_MS + 100;
    rules.ask(new Command.UpdateSchedule(schedule, start + 100, start, start + 100));
    assertThat(rules.hold(1, 1)).isEqualTo(new NotOpen(start));
    rules.core.pass(100);
    assertThat(rules.hold(1, 1)).isInstanceOf(Taken.class);
    rules.core.pass(100);
    assertThat(rules.hold(1, 2)).isEqualTo(new Closed());
  }

  @Test
  void the_same_key_gives_the_same_claim_and_takes_nothing_more() {
    long units = rules.units(sale, 9, 0, 1, 5, 5_000);
    IdempotencyKey key = new IdempotencyKey(1, 2, 3);
    Result first = rules.claim(units, 1, 1, key);
    rules.pay(((Taken) first).claim().claim(), 1);
    assertThat(rules.claim(units, 1, 1, key))
        .usingRecursiveComparison()
        .isEqualTo(new Taken(((Taken) first).claim(), true));
    assertThat(rules.counts(units)).isEqualTo("8/0/1");
  }

  @Test
  void the_same_key_for_another_request_is_refused() {
    long units = rules.units(sale, 9, 0, 1, 5, 5_000);
    rules.claim(units, 1, 1, new IdempotencyKey(1, 2, 3));
    assertThat(rules.claim(units, 1, 1, new IdempotencyKey(1, 2, 4))).isEqualTo(new KeyReused());
  }

  @Test
  void a_refusal_stores_no_key() {
    long coupons = rules.coupons(sale, 1);
    rules.claimed(coupons, 1);
    IdempotencyKey key = new IdempotencyKey(1, 2, 3);
    assertThat(rules.claim(coupons, 2, 1, key)).isEqualTo(new SoldOut(coupons, 0));
    rules.ask(new Command.Restock(coupons, 2));
    assertThat(rules.claim(coupons, 2, 1, key)).isInstanceOf(Taken.class);
  }

  @Test
  void at_its_bound_a_table_takes_nothing_new_and_forgets_nothing() {
    RulesFixture tight = new RulesFixture(new Limits(9, 9, 9, 9, 2, 2, 1, 9, 9, 100, 9));
    long units = tight.units(tight.sale(), 9, 0, 1, 5, 5_000);
    assertThat(tight.claim(units, 1, 1, new IdempotencyKey(1, 1, 1))).isInstanceOf(Taken.class);
    assertThat(tight.claim(units, 1, 1, new IdempotencyKey(1, 2, 1))).isEqualTo(new Full("keys"));
    assertThat(tight.claim(units, 1, 1, new IdempotencyKey(1, 1, 1))).isInstanceOf(Taken.class);
    tight.topUp(2, 1);
    assertThat(tight.claim(units, 3, 1)).isEqualTo(new Full("users"));
    assertThat(tight.topUp(3, 1)).isEqualTo(new Full("users"));
    assertThat(tight.claim(units, 2, 1)).isInstanceOf(Taken.class);
    assertThat(tight.claim(units, 2, 1)).isEqualTo(new Full("claims"));
  }

  @Test
  void the_claims_of_a_user_are_listed_newest_first() {
    long units = rules.units(sale, 9, 0, 1, 5, 5_000);
    long first = rules.claimed(units, 1);
    rules.claimed(units, 2);
    long second = rules.claimed(units, 1);
    assertThat(listed(1, 10)).containsExactly(second, first);
    assertThat(listed(1, 1)).containsExactly(second);
    assertThat(listed(3, 10)).isEmpty();
  }

  @Test
  void the_claims_of_a_user_come_in_pages_each_before_the_last_of_the_other() {
    long units = rules.units(sale, 9, 0, 1, 9, 5_000);
    long first = rules.claimed(units, 1);
    long others = rules.claimed(units, 2);
    long second = rules.claimed(units, 1);
    long third = rules.claimed(units, 1);
    assertThat(page(1, 0, 2)).returns(true, ManyClaims::more);
    assertThat(ids(page(1, 0, 2))).containsExactly(third, second);
    assertThat(page(1, second, 2)).returns(false, ManyClaims::more);
    assertThat(ids(page(1, second, 2))).containsExactly(first);
    assertThat(ids(page(1, first, 2))).isEmpty();
    assertThat(rules.ask(new Command.ListClaims(1, others, 2)))
        .isEqualTo(new Unknown(Kind.CLAIM, others));
  }

  private List<Long> listed(long user, int limit) {
    return ids(page(user, 0, limit));
  }

  private ManyClaims page(long user, long before, int limit) {
    return (ManyClaims) rules.ask(new Command.ListClaims(user, before, limit));
  }

  private static List<Long> ids(ManyClaims claims) {
    return claims.claims().stream().map(ClaimInfo::claim).toList();
  }

  @Test
  void a_claim_is_found_by_its_user_alone_and_keeps_its_seats_in_every_state() {
    rules.schedule(sale, 3);
    long claim = rules.held(1, 2, 3);
    rules.cancel(claim, 1);
    assertThat(rules.ask(new Command.FindClaim(claim, 2)))
        .isEqualTo(new Unknown(Kind.CLAIM, claim));
    OneClaim found = (OneClaim) rules.ask(new Command.FindClaim(claim, 1));
    assertThat(found.claim().state()).isEqualTo(ClaimState.CANCELLED);
    assertThat(Arrays.toString(found.claim().seats())).isEqualTo("[2, 3]");
  }
}
