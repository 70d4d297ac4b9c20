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

  private final Stage stage = new Stage();
  private final State state = stage.core.state();
  private final Retirement retirement = new Retirement(4);

  @Test
  void the_key_of_a_top_up_is_kept_for_a_day() {
    stage.ask(new Command.TopUp(1, 5, new IdempotencyKey(1, 1, 1)));
    stage.core.pass(DAY_MS - 1);
    sweep();
    assertThat(state.sale().keys.size()).isEqualTo(1);
    stage.core.pass(1);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(stage.balance(1)).isEqualTo(5);
  }

  @Test
  void the_key_of_a_claim_is_kept_for_a_day_after_its_sale_closed() {
    long sale = stage.sale();
    long coupons = stage.coupons(sale, 3);
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    stage.claim(coupons, 1, 1, key);
    stage.core.pass(30 * DAY_MS);
    sweep();
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(DAY_MS - 1);
    sweep();
    assertThat(stage.claim(coupons, 1, 1, key)).as("a replay").isInstanceOf(Taken.class);
    stage.core.pass(1);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(stage.claim(coupons, 1, 1, key)).isEqualTo(new Result.Closed());
  }

  @Test
  void finished_claims_leave_a_day_after_their_keys_and_the_counts_stay() {
    long sale = stage.sale();
    long units = stage.units(sale, 9, 0, 1, 5, 5_000);
    stage.pay(stage.claimed(units, 1), 1);
    stage.cancel(stage.claimed(units, 1), 1);
    stage.claimed(units, 1);
    stage.core.pass(5_000);
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(2 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().claims.size()).isEqualTo(3);
    stage.core.pass(1);
    sweep();
    assertThat(state.sale().claims.size()).isZero();
    assertThat(state.sale().taken.units(units, 1)).isZero();
    assertThat(stage.counts(units)).isEqualTo("8/0/1");
    assertThat(listed(1)).isEmpty();
  }

  @Test
  void what_is_held_and_what_belongs_to_a_sale_that_goes_on_stays() {
    long closed = stage.sale();
    long open = stage.sale();
    long held = stage.claimed(stage.units(closed, 9, 0, 1, 5, 9 * DAY_MS), 1);
    long issued = stage.claimed(stage.coupons(open, 9), 1);
    stage.turn(closed, Switch.CLOSE);
    stage.core.pass(5 * DAY_MS);
    sweep();
    assertThat(listed(1)).containsExactly(issued, held);
    stage.core.pass(4 * DAY_MS);
    sweep();
    assertThat(listed(1)).as("lapsed at last").containsExactly(issued);
  }

  @Test
  void the_chain_of_a_users_claims_stays_whole_whatever_leaves_it() {
    Random random = new Random(5);
    List<Long> sales = new ArrayList<>();
    List<Long> offers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sales.add(stage.sale());
      offers.add(stage.units(sales.get(i), 1_000, 0, 1, 1_000, 0));
    }
    List<ClaimInfo> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      long user = 1L + random.nextInt(3);
      Result taken = stage.claim(offers.get(random.nextInt(6)), user, 1);
      all.addFirst(((Taken) taken).claim());
    }
    while (!sales.isEmpty()) {
      int over = random.nextInt(sales.size());
      stage.turn(sales.remove(over), Switch.CLOSE);
      long offer = offers.remove(over);
      all.removeIf(claim -> claim.offer() == offer);
      stage.core.pass(2 * DAY_MS);
      sweep();
      for (long user = 1; user <= 3; user++) assertThat(listed(user)).isEqualTo(idsOf(all, user));
      assertThat(state.sale().claims.size()).isEqualTo(all.size());
    }
  }

  /** With a walk along the chain for each claim it would take minutes. */
  @Test
  @Timeout(20)
  void a_user_of_very_many_claims_holds_nothing_up() {
    long sale = stage.sale();
    long other = stage.sale();
    long units = stage.units(sale, 1_000_000, 0, 1, 1_000_000, 0);
    long kept = stage.claimed(stage.coupons(other, 1), 1);
    for (long claim = 2; claim <= 100_000; claim++)
      state.apply(new Event.Claimed(claim, units, 1, 1, 0, 0, new long[0], null), Stage.START_MS);
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(2 * DAY_MS);
    stage.core.due();
    Retirement large = new Retirement(4_096);
    for (int slice = 0; slice < 26; slice++) happen(large.nextClaims(state, stage.core.nowMs()));
    assertThat(state.sale().claims.size()).isEqualTo(1);
    assertThat(listed(1)).containsExactly(kept);
  }

  @Test
  void pages_without_a_claim_are_let_go() {
    long sale = stage.sale();
    long coupons = stage.coupons(sale, 5_000);
    for (long user = 1; user <= 5_000; user++) stage.claimed(coupons, user);
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(2 * DAY_MS);
    sweep();
    StateSnapshot snapshot = StateSnapshot.of(state);
    Rows.Frozen claims = Objects.requireNonNull(snapshot.rows().get("claims"));
    assertThat(claims.end()).isEqualTo(5_001);
    assertThat(Arrays.asList(claims.pages())).containsOnlyNulls();
    assertThat(stage.counts(coupons)).isEqualTo("0/0/5000");
  }

  @Test
  void claims_of_a_stopped_sale_stay_30_days_for_whoever_looks_into_it_and_then_go_held_or_not() {
    long sale = stage.sale();
    long units = stage.units(sale, 9, 10, 1, 5, 60_000);
    stage.topUp(1, 10);
    long issued = stage.claimed(units, 1);
    stage.pay(issued, 1);
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    stage.claim(units, 1, 1, key);
    long held = issued + 1;
    stage.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    stage.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().keys.size()).isEqualTo(1);
    stage.core.pass(DAY_MS);
    sweep();
    assertThat(state.sale().keys.size()).isZero();
    assertThat(listed(1)).containsExactly(held, issued);
    stage.core.pass(1);
    sweep();
    assertThat(listed(1)).isEmpty();
    assertThat(state.sale().taken.units(units, 1)).isZero();
    assertThat(state.sale().sales.exists(sale)).as("goes with its last claim").isFalse();
    assertThat(state.sale().users.size()).isZero();
    assertThat(stage.core.state().sale().claims.nextDueMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_user_goes_with_the_last_claim_unless_there_is_money_or_a_claim_of_another_sale() {
    long over = stage.sale();
    long coupons = stage.coupons(over, 9);
    long live = stage.coupons(stage.sale(), 9);
    for (long user = 1; user <= 3; user++) stage.claimed(coupons, user);
    stage.topUp(2, 5);
    long kept = stage.claimed(live, 3);
    stage.turn(over, Switch.CLOSE);
    stage.core.pass(2 * DAY_MS);
    sweep();
    assertThat(state.sale().users.size()).isEqualTo(2);
    assertThat(state.sale().users.exists(1)).isFalse();
    assertThat(stage.balance(2)).isEqualTo(5);
    assertThat(stage.claim(live, 3, 1))
        .as("once, still")
        .isEqualTo(new Result.AlreadyClaimed(kept));
  }

  @Test
  void many_more_users_than_there_may_be_at_one_time_come_and_go() {
    Stage small = new Stage(new Limits(100, 100, 1, 1, 500, 20, 20, 1, 1, 1_000, 1));
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
    long sale = stage.sale();
    long schedule = stage.schedule(sale, 5);
    long offer = state.sale().schedules.offer(schedule);
    stage.held(1, 2);
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isTrue();
    stage.core.pass(1);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isFalse();
    assertThat(state.sale().offers.exists(offer)).isFalse();
    assertThat(state.sale().schedules.exists(schedule)).isFalse();
    assertThat(state.sale().seats.schedule(2)).isZero();
    assertThat(state.sale().concerts.exists(1)).isFalse();
    assertThat(stage.claim(offer, 1, 1)).isEqualTo(new Result.Unknown(Result.Kind.OFFER, offer));
    assertThat(stage.sale()).as("ids go on").isEqualTo(sale + 1);
  }

  @Test
  void a_concert_stays_while_a_date_of_it_is_sold() {
    long over = stage.sale();
    stage.schedule(over, 5);
    long live = stage.sale();
    long end = stage.core.nowMs() + 400 * DAY_MS;
    stage.ask(new Command.CreateSchedule(1, live, end, 1, end, 1, 5, 0, 0, 1, 1));
    stage.turn(over, Switch.CLOSE);
    stage.core.pass(31 * DAY_MS);
    sweep();
    assertThat(state.sale().sales.size()).isEqualTo(1);
    assertThat(state.sale().concerts.exists(1)).isTrue();
    assertThat(state.sale().seats.size()).isEqualTo(5);
    assertThat(state.sale().seats.schedule(6)).isEqualTo(2);
  }

  @Test
  void a_room_closed_for_30_days_leaves_after_its_sales_and_its_tickets_end() {
    long room = stage.room("door", 1, 1);
    long sale = stage.saleBehind(room);
    Command.TicketRef waits = null;
    for (long user = 1; user <= 3; user++) waits = stage.join(room, user);
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(DAY_MS);
    stage.turn(room, RoomState.CLOSED);
    stage.core.pass(30 * DAY_MS - 1);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isFalse();
    assertThat(state.rooms().find(room)).isNotNull();
    stage.core.pass(1);
    sweep();
    assertThat(state.rooms().find(room)).isNull();
    assertThat(state.rooms().tickets.size()).isZero();
    assertThat(stage.ask(new Command.AskPlace(Objects.requireNonNull(waits))))
        .isEqualTo(new Result.NotGenuine());
    assertThat(stage.room("door", 1, 1)).as("the name is free, the id is not").isEqualTo(room + 1);
  }

  @Test
  void a_room_whose_sales_have_left_calls_nobody_still() {
    long room = stage.room("door", 5, 5);
    long sale = stage.saleBehind(room);
    stage.turn(sale, Switch.CLOSE);
    Command.TicketRef waits = stage.join(room, 1);
    stage.core.pass(31 * DAY_MS);
    sweep();
    assertThat(state.sale().sales.exists(sale)).isFalse();
    assertThat(stage.place(waits).standing()).isEqualTo(Result.Standing.WAITING);
  }

  @Test
  void many_more_sales_rooms_and_seats_than_there_may_be_at_one_time_come_and_go() {
    Stage small = new Stage(new Limits(3, 6, 3, 60, 100, 50, 50, 3, 9, 1_000, 1));
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

  private static void happen(Stage stage, @Nullable Event event) {
    if (event != null) stage.core.happen(event);
  }

  /** A full round over everything, slice by slice. */
  private void sweep() {
    stage.core.due();
    long rows = state.sale().keys.end() + state.sale().claims.end();
    for (long slice = 0; slice <= rows / 4 + 2; slice++) {
      happen(retirement.nextKeys(state, stage.core.nowMs()));
      happen(retirement.nextClaims(state, stage.core.nowMs()));
    }
    for (int slice = 0; slice < 4; slice++) {
      happen(retirement.nextSales(state, stage.core.nowMs()));
      happen(retirement.nextRooms(state, stage.core.nowMs()));
    }
  }

  private void happen(@Nullable Event event) {
    if (event != null) stage.core.happen(event);
  }

  private List<Long> listed(long user) {
    ManyClaims claims = (ManyClaims) stage.ask(new Command.ListClaims(user, 0, 1_000));
    return idsOf(claims.claims(), user);
  }

  private static List<Long> idsOf(List<ClaimInfo> claims, long user) {
    return claims.stream().filter(c -> c.user() == user).map(ClaimInfo::claim).toList();
  }
}
