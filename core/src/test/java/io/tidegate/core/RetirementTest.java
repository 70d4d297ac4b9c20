package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.Switch;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.table.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leaves memory when, and what stays. */
class RetirementTest {

  private static final long DAY_MS = 86_400_000L;
  private static final long HOUR_MS = DAY_MS / 24;

  private final RulesFixture rules = new RulesFixture();
  private final State state = rules.core.state();
  private final Retirement retirement = new Retirement(4);

  @Test
  void the_key_of_a_top_up_is_kept_for_a_day() {
    rules.ask(new Command.TopUp(1, 5, new IdempotencyKey(1, 1, 1)));
    rules.core.pass(DAY_MS - 1);
    sweep();
    assertThat(state.sale().keys.size()).isEqualTo(1);
    rules.core.pass(1);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(rules.balance(1)).isEqualTo(5);
  }

  @Test
  void the_key_of_a_claim_is_kept_for_a_day_after_its_sale_closed() {
    long sale = rules.sale();
    long coupons = rules.coupons(sale, 3);
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    rules.claim(coupons, 1, 1, key);
    rules.core.pass(30 * DAY_MS);
    sweep();
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(DAY_MS - 1);
    sweep();
    assertThat(rules.claim(coupons, 1, 1, key)).as("a replay").isInstanceOf(Taken.class);
    rules.core.pass(1);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(rules.claim(coupons, 1, 1, key)).isEqualTo(new Result.Closed());
  }

  @Test
  void finished_claims_leave_a_day_after_their_keys_and_the_counts_stay() {
    long sale = rules.sale();
    long units = rules.units(sale, 9, 0, 1, 5, 5_000);
    rules.pay(rules.claimed(units, 1), 1);
    rules.claimed(units, 1);
    rules.core.pass(5_000);
    rules.cancel(rules.claimed(units, 1), 1);
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(2 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().claims.size()).isEqualTo(3);
    rules.core.pass(1);
    sweep();
    assertThat(state.sale().claims.size()).isZero();
    assertThat(state.sale().taken.units(units, 1)).isZero();
    assertThat(rules.counts(units)).isEqualTo("8/0/1");
    assertThat(listed(1)).isEmpty();
  }

  @Test
  void what_is_held_and_what_belongs_to_a_sale_that_goes_on_stays() {
    long closed = rules.sale();
    long open = rules.sale();
    long held = rules.claimed(rules.units(closed, 9, 0, 1, 5, 9 * DAY_MS), 1);
    long issued = rules.claimed(rules.coupons(open, 9), 1);
    rules.turn(closed, Switch.CLOSE);
    rules.core.pass(5 * DAY_MS);
    sweep();
    assertThat(listed(1)).containsExactly(issued, held);
    rules.core.pass(4 * DAY_MS);
    sweep();
    assertThat(listed(1)).as("lapsed at last").containsExactly(issued);
  }

  @Test
  void what_ended_in_a_sale_that_goes_on_leaves_two_days_later_and_what_is_issued_stays() {
    long units = rules.units(rules.sale(), 9, 10, 1, 9, 5_000);
    rules.topUp(1, 100);
    long lapsed = rules.claimed(units, 1);
    long cancelled = rules.claimed(units, 1);
    rules.cancel(cancelled, 1);
    rules.core.pass(5_000);
    rules.core.due();
    long refunded = rules.claimed(units, 1);
    rules.pay(refunded, 1);
    long issued = rules.claimed(units, 1);
    rules.pay(issued, 1);
    rules.core.pass(DAY_MS);
    rules.ask(new Command.Refund(refunded, "a test"));
    rules.core.pass(DAY_MS - 5_001);
    sweep();
    assertThat(listed(1)).containsExactly(issued, refunded, cancelled, lapsed);
    rules.core.pass(1);
    sweep();
    assertThat(listed(1)).as("a moment later").containsExactly(issued, refunded, lapsed);
    rules.core.pass(5_000);
    sweep();
    assertThat(listed(1)).as("two days after the lapse").containsExactly(issued, refunded);
    rules.core.pass(DAY_MS);
    sweep();
    assertThat(listed(1)).containsExactly(issued);
    assertThat(rules.ask(new Command.FindClaim(lapsed, 1)))
        .isEqualTo(new Result.Unknown(Result.Kind.CLAIM, lapsed));
    assertThat(rules.counts(units)).isEqualTo("8/0/1");
    assertThat(rules.balance(1)).isEqualTo(90);
    rules.core.pass(400 * DAY_MS);
    sweep();
    assertThat(listed(1)).as("what is sold").containsExactly(issued);
  }

  @Test
  void the_key_of_a_claim_is_kept_while_it_lives_and_a_day_after_its_end() {
    long units = rules.units(rules.sale(), 9, 0, 1, 1, 5 * DAY_MS);
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    long first = taken(units, key, false);
    rules.core.pass(5 * DAY_MS);
    rules.core.due();
    rules.core.pass(DAY_MS - 1);
    sweep();
    assertThat(taken(units, key, true)).isEqualTo(first);
    rules.core.pass(1);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(taken(units, key, false)).isGreaterThan(first);
  }

  @Test
  void a_key_that_outstays_its_claim_is_good_for_another_one() {
    long units = rules.units(rules.sale(), 9, 0, 1, 1, 5_000);
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    long first = taken(units, key, false);
    rules.core.pass(5_000);
    rules.core.due();
    rules.core.pass(2 * DAY_MS);
    happen(retirement.nextClaims(state, rules.core.nowMs()));
    assertThat(rules.claim(units, 1, 1, new IdempotencyKey(1, 1, 2)))
        .isEqualTo(new Result.KeyReused());
    long second = taken(units, key, false);
    assertThat(second).isGreaterThan(first);
    assertThat(state.sale().keys.size()).isEqualTo(1);
    assertThat(taken(units, key, true)).isEqualTo(second);
  }

  /** The claim that user 1 gets. */
  private long taken(long units, IdempotencyKey key, boolean replayed) {
    Taken taken = (Taken) rules.claim(units, 1, 1, key);
    assertThat(taken.replayed()).isEqualTo(replayed);
    return taken.claim().claim();
  }

  @Test
  void what_ended_in_a_sale_that_is_stopped_stays_with_the_rest_until_the_sale_goes_on() {
    long sale = rules.sale();
    long units = rules.units(sale, 9, 0, 1, 1, 5_000);
    rules.claim(units, 1, 1, new IdempotencyKey(1, 1, 1));
    rules.core.pass(5_000);
    rules.core.due();
    rules.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    rules.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().claims.size()).isEqualTo(1);
    assertThat(state.sale().keys.size()).isEqualTo(1);
    rules.ask(new Command.ResumeStopped(sale, SaleState.OPEN, "found it"));
    sweep();
    assertThat(state.sale().claims.size()).isZero();
    assertThat(state.sale().keys.size()).isZero();
  }

  @Test
  void what_somebody_may_take_is_the_same_before_and_after_a_claim_left_memory() {
    long units = rules.units(rules.sale(), 9, 0, 2, 3, 5_000);
    long issued = rules.claimed(units, 1);
    rules.pay(issued, 1);
    rules.claim(units, 1, 2);
    rules.core.pass(5_000);
    rules.core.due();
    long other = rules.claimed(rules.coupons(rules.sale(), 5), 1);
    Command three = new Command.Claim(units, 1, 3, null, null);
    assertThat(rules.ask(three)).isEqualTo(new Result.OverLimit(2, 1, issued));
    rules.core.pass(2 * DAY_MS);
    sweep();
    assertThat(listed(1)).containsExactly(other, issued);
    assertThat(rules.ask(three)).isEqualTo(new Result.OverLimit(2, 1, issued));
    rules.claim(units, 1, 1);
    assertThat(rules.claim(units, 1, 2)).isInstanceOf(Result.OverLimit.class);
    assertThat(rules.claim(units, 1, 1)).isInstanceOf(Taken.class);
    assertThat(rules.claim(units, 1, 1)).isInstanceOf(Result.AlreadyClaimed.class);
  }

  @Test
  void a_sale_that_never_closes_takes_claims_for_ever_within_small_limits() {
    RulesFixture small = new RulesFixture(new Limits(1, 1, 1, 1, 100, 100, 100, 1, 1, 1_000, 1));
    State all = small.core.state();
    Retirement most = new Retirement(4_096);
    long units = small.units(small.sale(), 9, 0, 1, 1, HOUR_MS);
    long bought = small.claimed(units, 1);
    small.pay(bought, 1);
    long pages = 0;
    for (long hour = 1; hour <= 400 * 24; hour++) {
      long user = 1 + hour;
      assertThat(small.claim(units, user, 1, new IdempotencyKey(user, 1, 1)))
          .isInstanceOf(Taken.class);
      if (hour % 3 == 0) small.cancel(bought + hour, user);
      small.core.pass(HOUR_MS);
      small.core.due();
      happen(small, most.nextKeys(all, small.core.nowMs()));
      happen(small, most.nextClaims(all, small.core.nowMs()));
      if (hour == 100 * 24) pages = pages(all);
    }
    assertThat(all.sale().claims.size()).isEqualTo(1 + 2 * 24);
    assertThat(all.sale().keys.size()).isEqualTo(24);
    assertThat(all.sale().users.size()).isEqualTo(1 + 2 * 24);
    assertThat(pages(all)).as("pages of rows").isEqualTo(pages);
    assertThat(small.counts(units)).isEqualTo("8/0/1");
    assertThat(small.claim(units, 1, 1)).isEqualTo(new Result.AlreadyClaimed(bought));
  }

  private static long pages(State state) {
    return StateSnapshot.of(state).rows().values().stream()
        .flatMap(rows -> Arrays.stream(rows.pages()))
        .filter(Objects::nonNull)
        .count();
  }

  @Test
  void the_chain_of_a_users_claims_stays_whole_whatever_leaves_it() {
    Random random = new Random(5);
    List<Long> sales = new ArrayList<>();
    List<Long> offers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sales.add(rules.sale());
      offers.add(rules.units(sales.get(i), 1_000, 0, 1, 1_000, 0));
    }
    List<ClaimInfo> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      long user = 1L + random.nextInt(3);
      Result taken = rules.claim(offers.get(random.nextInt(6)), user, 1);
      all.addFirst(((Taken) taken).claim());
    }
    while (!sales.isEmpty()) {
      int over = random.nextInt(sales.size());
      rules.turn(sales.remove(over), Switch.CLOSE);
      long offer = offers.remove(over);
      all.removeIf(claim -> claim.offer() == offer);
      rules.core.pass(2 * DAY_MS);
      sweep();
      for (long user = 1; user <= 3; user++) assertThat(listed(user)).isEqualTo(idsOf(all, user));
      assertThat(state.sale().claims.size()).isEqualTo(all.size());
    }
  }

  /** With a walk along the chain for each claim it would take minutes. */
  @Test
  @Timeout(20)
  void a_user_of_very_many_claims_holds_nothing_up() {
    long sale = rules.sale();
    long other = rules.sale();
    long units = rules.units(sale, 1_000_000, 0, 1, 1_000_000, 0);
    long kept = rules.claimed(rules.coupons(other, 1), 1);
    for (long claim = 2; claim <= 100_000; claim++)
      state.apply(
          new Event.Claimed(claim, units, 1, 1, 0, 0, new long[0], null), RulesFixture.START_MS);
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(2 * DAY_MS);
    rules.core.due();
    Retirement large = new Retirement(4_096);
    for (int slice = 0; slice < 26; slice++) happen(large.nextClaims(state, rules.core.nowMs()));
    assertThat(state.sale().claims.size()).isEqualTo(1);
    assertThat(listed(1)).containsExactly(kept);
  }

  @Test
  void pages_without_a_claim_are_let_go() {
    long sale = rules.sale();
    long coupons = rules.coupons(sale, 5_000);
    for (long user = 1; user <= 5_000; user++) rules.claimed(coupons, user);
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(2 * DAY_MS);
    sweep();
    StateSnapshot snapshot = StateSnapshot.of(state);
    Rows.Frozen claims = Objects.requireNonNull(snapshot.rows().get("claims"));
    assertThat(claims.end()).isEqualTo(5_001);
    assertThat(Arrays.asList(claims.pages())).containsOnlyNulls();
    assertThat(rules.counts(coupons)).isEqualTo("0/0/5000");
  }

  @Test
  void claims_of_a_stopped_sale_stay_30_days_for_whoever_looks_into_it_and_then_go_held_or_not() {
    long sale = rules.sale();
    long units = rules.units(sale, 9, 10, 1, 5, 60_000);
    rules.topUp(1, 10);
    long issued = rules.claimed(units, 1);
    rules.pay(issued, 1);
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    rules.claim(units, 1, 1, key);
    long held = issued + 1;
    rules.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    rules.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().keys.size()).isEqualTo(1);
    rules.core.pass(DAY_MS);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(listed(1)).containsExactly(held, issued);
    rules.core.pass(1);
    sweep();
    assertThat(listed(1)).isEmpty();
    assertThat(state.sale().taken.units(units, 1)).isZero();
    assertThat(state.sale().sales.exists(sale)).as("goes with its last claim").isFalse();
    assertThat(state.sale().users.size()).isZero();
    assertThat(rules.core.state().sale().claims.nextDueMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_user_goes_with_the_last_claim_unless_there_is_money_or_a_claim_of_another_sale() {
    long over = rules.sale();
    long coupons = rules.coupons(over, 9);
    long live = rules.coupons(rules.sale(), 9);
    for (long user = 1; user <= 3; user++) rules.claimed(coupons, user);
    rules.topUp(2, 5);
    long kept = rules.claimed(live, 3);
    rules.turn(over, Switch.CLOSE);
    rules.core.pass(2 * DAY_MS);
    sweep();
    assertThat(state.sale().users.size()).isEqualTo(2);
    assertThat(state.sale().users.exists(1)).isFalse();
    assertThat(rules.balance(2)).isEqualTo(5);
    assertThat(rules.claim(live, 3, 1))
        .as("once, still")
        .isEqualTo(new Result.AlreadyClaimed(kept));
  }

  @Test
  void many_more_users_than_there_may_be_at_one_time_come_and_go() {
    RulesFixture small = new RulesFixture(new Limits(100, 100, 1, 1, 500, 20, 20, 1, 1, 1_000, 1));
    Retirement all = new Retirement(500);
    long user = 1;
    for (int round = 0; round < 50; round++) {
      long sale = small.sale();
      long coupons = small.coupons(sale, 20);
      for (int i = 0; i < 20; i++)
        assertThat(small.claim(coupons, user++, 1, new IdempotencyKey(user, 1, 1)))
            .isInstanceOf(Taken.class);
      assertThat(small.claim(coupons, user, 1)).isInstanceOf(Result.Refusal.class);
      small.turn(sale, Switch.CLOSE);
      for (int day = 0; day < 2; day++) {
        small.core.pass(DAY_MS);
        Event keys = all.nextKeys(small.core.state(), small.core.nowMs());
        if (keys != null) small.core.happen(keys);
        for (int slice = 0; slice < 3; slice++) {
          Event claims = all.nextClaims(small.core.state(), small.core.nowMs());
          if (claims != null) small.core.happen(claims);
        }
      }
      assertThat(small.core.state().sale().users.size()).isZero();
    }
    assertThat(user).isEqualTo(1_001);
  }

  @Test
  void a_sale_over_for_30_days_leaves_with_its_offers_dates_seats_and_concert() {
    long sale = rules.sale();
    long schedule = rules.schedule(sale, 5);
    long offer = state.sale().schedules.offer(schedule);
    rules.held(1, 2);
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isTrue();
    rules.core.pass(1);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isFalse();
    assertThat(state.sale().offers.exists(offer)).isFalse();
    assertThat(state.sale().schedules.exists(schedule)).isFalse();
    assertThat(state.sale().seats.schedule(2)).isZero();
    assertThat(state.sale().concerts.exists(1)).isFalse();
    assertThat(rules.claim(offer, 1, 1)).isEqualTo(new Result.Unknown(Result.Kind.OFFER, offer));
    assertThat(rules.sale()).as("ids go on").isEqualTo(sale + 1);
  }

  @Test
  void a_concert_stays_while_a_date_of_it_is_sold() {
    long over = rules.sale();
    rules.schedule(over, 5);
    long live = rules.sale();
    long end = rules.core.nowMs() + 400 * DAY_MS;
    rules.ask(new Command.CreateSchedule(1, live, end, 1, end, 1, 5, 0, 0, 1, 1));
    rules.turn(over, Switch.CLOSE);
    rules.core.pass(31 * DAY_MS);
    sweep();
    assertThat(state.sale().sales.size()).isEqualTo(1);
    assertThat(state.sale().concerts.exists(1)).isTrue();
    assertThat(state.sale().seats.size()).isEqualTo(5);
    assertThat(state.sale().seats.schedule(6)).isEqualTo(2);
  }

  @Test
  void a_room_closed_for_30_days_leaves_after_its_sales_and_its_tickets_end() {
    long room = rules.room("door", 1, 1);
    long sale = rules.saleBehind(room);
    Command.TicketRef waits = null;
    for (long user = 1; user <= 3; user++) waits = rules.join(room, user);
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(DAY_MS);
    rules.turn(room, RoomState.CLOSED);
    rules.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isFalse();
    assertThat(state.rooms().find(room)).isNotNull();
    rules.core.pass(1);
    sweep();
    assertThat(state.rooms().find(room)).isNull();
    assertThat(state.rooms().tickets.size()).isZero();
    assertThat(rules.ask(new Command.AskPlace(Objects.requireNonNull(waits))))
        .isEqualTo(new Result.NotGenuine());
    assertThat(rules.room("door", 1, 1)).as("the name is free, the id is not").isEqualTo(room + 1);
  }

  @Test
  void nobody_lives_once_the_room_of_whoever_was_inside_has_left() {
    long room = rules.room("door", 1, 1);
    rules.enter(room, 1);
    assertThat(state.anybodyLives()).isTrue();
    rules.core.happen(new Event.RoomsRetired(new long[] {room}));
    assertThat(state.anybodyLives()).isFalse();
  }

  @Test
  void a_closed_room_in_quarantine_stays_until_it_is_closed_anew_for_30_days() {
    long room = rules.room("door", 1, 1);
    rules.turn(room, RoomState.CLOSED);
    rules.core.happen(new Event.RoomQuarantined(room, "a test"));
    rules.core.pass(40 * DAY_MS);
    sweep();
    assertThat(state.rooms().find(room)).isNotNull();
    rules.turn(room, RoomState.CLOSED);
    rules.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.rooms().find(room)).isNotNull();
    rules.core.pass(1);
    sweep();
    assertThat(state.rooms().find(room)).isNull();
  }

  @Test
  void a_room_whose_sales_have_left_calls_nobody_still() {
    long room = rules.room("door", 5, 5);
    long sale = rules.saleBehind(room);
    rules.turn(sale, Switch.CLOSE);
    Command.TicketRef waits = rules.join(room, 1);
    rules.core.pass(31 * DAY_MS);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isFalse();
    assertThat(rules.place(waits).standing()).isEqualTo(Result.Standing.WAITING);
  }

  @Test
  void many_more_sales_rooms_and_seats_than_there_may_be_at_one_time_come_and_go() {
    RulesFixture small = new RulesFixture(new Limits(3, 6, 3, 60, 100, 50, 50, 3, 9, 1_000, 1));
    State all = small.core.state();
    Retirement most = new Retirement(1_000);
    for (int round = 0; round < 1_500; round++) {
      long room = small.room("room " + round, 5, 5);
      long sale = small.saleBehind(room);
      small.schedule(small.sale(), 20);
      small.turn(sale + 1, Switch.CLOSE);
      small.turn(sale, Switch.CLOSE);
      small.turn(room, RoomState.CLOSED);
      for (int days = 0; days < 2; days++) {
        small.core.pass(30 * DAY_MS);
        small.core.due();
        for (int slice = 0; slice < 2; slice++) {
          happen(small, most.nextSales(all, small.core.nowMs()));
          happen(small, most.nextRooms(all, small.core.nowMs()));
        }
      }
      assertThat(all.sale().sales.size() + all.rooms().all().size()).isZero();
      assertThat(all.sale().offers.size() + all.sale().concerts.size()).isZero();
      assertThat(all.sale().seats.size()).isZero();
    }
    StateSnapshot snapshot = StateSnapshot.of(all);
    snapshot.texts().forEach((name, texts) -> assertThat(texts).as(name).isEmpty());
    snapshot
        .rows()
        .forEach(
            (name, rows) -> assertThat(Arrays.asList(rows.pages())).as(name).containsOnlyNulls());
  }

  private static void happen(RulesFixture rules, @Nullable Event event) {
    if (event != null) rules.core.happen(event);
  }

  /** A full round over everything, slice by slice. */
  private void sweep() {
    rules.core.due();
    long rows = state.sale().keys.end() + state.sale().claims.end();
    for (long slice = 0; slice <= rows / 4 + 2; slice++) {
      happen(retirement.nextKeys(state, rules.core.nowMs()));
      happen(retirement.nextClaims(state, rules.core.nowMs()));
    }
    for (int slice = 0; slice < 4; slice++) {
      happen(retirement.nextSales(state, rules.core.nowMs()));
      happen(retirement.nextRooms(state, rules.core.nowMs()));
    }
  }

  private void happen(@Nullable Event event) {
    if (event != null) rules.core.happen(event);
  }

  private List<Long> listed(long user) {
    ManyClaims claims = (ManyClaims) rules.ask(new Command.ListClaims(user, 0, 1_000));
    return idsOf(claims.claims(), user);
  }

  private static List<Long> idsOf(List<ClaimInfo> claims, long user) {
    return claims.stream().filter(c -> c.user() == user).map(ClaimInfo::claim).toList();
  }
}
