package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.table.Rows;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every unsound event is seen, whoever thought of it. */
class InvariantsTest {

  private static final long[] NO_SEATS = {};

  private final RulesFixture rules = new RulesFixture();
  private final long sale = rules.sale();
  private final long units = rules.units(sale, 5, 10, 3, 3, 1_000);
  private final long schedule = rules.schedule(sale, 4);
  private final long seats = rules.core.state().sale().schedules.offer(schedule);

  @Test
  void a_claim_of_more_units_than_are_available() {
    assertThat(broken(units(1, 6))).isEqualTo("available units never go below 0");
    assertThat(broken(units(1, 0))).isEqualTo("available units never go below 0");
    assertThat(broken(units(1, -1))).isEqualTo("available units never go below 0");
    assertThat(broken(units(1, 3))).isNull();
  }

  @Test
  void a_claim_over_the_limit_of_its_user() {
    rules.claim(units, 1, 2);
    assertThat(broken(units(1, 2))).isEqualTo("no user over the limit");
    assertThat(broken(units(1, 1))).isNull();
  }

  @Test
  void a_claim_that_belongs_to_no_sale() {
    rules.claim(units, 1, 1);
    Rows claims = Objects.requireNonNull(rules.core.state().sale().rows().get("claims"));
    claims.set(1, 0, 77);
    claims.set(1, 2, ClaimState.HELD.ordinal()); // of no units
    assertThat(broken(new Lapsed(1))).isEqualTo("a claim belongs to a sale");
  }

  @Test
  void a_claim_that_does_not_cost_its_units() {
    assertThat(broken(new Claimed(9, units, 1, 2, 19, 0, NO_SEATS, null)))
        .isEqualTo("a claim costs its units");
    assertThat(broken(new Claimed(9, units, 1, 2, 0, 0, NO_SEATS, null)))
        .isEqualTo("a claim costs its units");
  }

  @Test
  void a_claim_that_costs_more_than_a_number_holds() {
    long price = Long.MAX_VALUE / 2 + 1;
    rules.core.happen(new Event.OfferCreated(9, sale, "dear", 5, price, 3, 3, 1_000));
    assertThat(broken(new Claimed(9, 9, 1, 2, 2 * price, 0, NO_SEATS, null)))
        .isEqualTo("a claim costs its units");
  }

  @Test
  void a_claim_id_used_twice() {
    rules.claim(units, 1, 1);
    assertThat(broken(new Claimed(1, units, 2, 1, 10, 0, NO_SEATS, null)))
        .isEqualTo("a claim id is used once");
  }

  @Test
  void a_seat_with_two_owners() {
    rules.held(1, 2);
    assertThat(broken(seats(1, 2))).isEqualTo("one owner per seat");
    assertThat(broken(seats(1, 1))).as("twice in one claim").isEqualTo("one owner per seat");
    assertThat(broken(seats(1, 99))).as("of no schedule").isEqualTo("one owner per seat");
    assertThat(broken(seats(1, 3))).isNull();
  }

  @Test
  void units_of_a_schedule_without_their_seats() {
    assertThat(broken(new Claimed(9, seats, 1, 2, 20, 0, new long[] {1}, null)))
        .isEqualTo("a seat for every unit of a schedule");
    assertThat(broken(new Claimed(9, units, 1, 1, 10, 0, new long[] {1}, null)))
        .isEqualTo("a seat for every unit of a schedule");
  }

  @Test
  void a_payment_of_another_amount_of_another_user_or_without_the_money() {
    long claim = rules.claimed(units, 1);
    assertThat(broken(new Paid(claim, 1, 9, null))).isEqualTo("a payment is the claim's amount");
    assertThat(broken(new Paid(claim, 1, 10, null))).isEqualTo("no balance below 0");
    assertThat(broken(new Paid(claim, 2, 10, null)))
        .isEqualTo("only a live hold of its own user is paid");
    rules.topUp(1, 10);
    assertThat(broken(new Paid(claim, 1, 10, null))).isNull();
    rules.pay(claim, 1);
    assertThat(broken(new Paid(claim, 1, 10, null)))
        .isEqualTo("only a live hold of its own user is paid");
  }

  @Test
  void a_lapse_or_a_cancelling_of_what_is_over() {
    long claim = rules.claimed(units, 1);
    rules.cancel(claim, 1);
    assertThat(broken(new Lapsed(claim))).isEqualTo("only a live hold lapses");
    assertThat(broken(new Lapsed(77))).isEqualTo("only a live hold lapses");
    assertThat(broken(new Cancelled(claim, 1, 0))).isEqualTo("only a live claim is cancelled");
  }

  @Test
  void a_refund_of_more_or_less_than_was_paid() {
    rules.topUp(1, 10);
    long claim = rules.claimed(units, 1);
    assertThat(broken(new Cancelled(claim, 1, 10))).isEqualTo("no refund without a payment");
    rules.pay(claim, 1);
    assertThat(broken(new Cancelled(claim, 1, 11))).isEqualTo("a refund is what was paid");
    assertThat(broken(new Cancelled(claim, 1, 0))).isEqualTo("a refund is what was paid");
    assertThat(broken(new Cancelled(claim, 1, 10))).isNull();
    assertThat(broken(new Event.Refunded(claim, 1, 9, "x"))).isEqualTo("a refund is what was paid");
    assertThat(broken(new Event.Refunded(claim, 2, 10, "x")))
        .isEqualTo("only an issued claim of its own user is refunded");
    assertThat(broken(new Event.Refunded(claim, 1, 10, "x"))).isNull();
    assertThat(broken(new Event.SaleResumed(1, SaleState.OPEN, "x")))
        .isEqualTo("a sale that is stopped goes on");
  }

  @Test
  void a_restock_below_what_is_held_and_issued() {
    rules.claim(units, 1, 3);
    assertThat(broken(new Restocked(units, 2))).isEqualTo("N never goes below held + issued");
    assertThat(broken(new Restocked(units, 3))).isNull();
  }

  @Test
  void a_top_up_that_takes_money_away() {
    assertThat(broken(new ToppedUp(1, -1, null))).isEqualTo("a top-up adds money");
    assertThat(broken(new ToppedUp(1, 0, null))).isEqualTo("a top-up adds money");
    rules.topUp(1, 10);
    assertThat(broken(new ToppedUp(1, Long.MAX_VALUE, null))).isEqualTo("a top-up adds money");
  }

  @Test
  void counters_that_do_not_add_up_before_any_kind_of_move() {
    long held = rules.claimed(units, 1);
    rules.topUp(2, 10);
    long issued = rules.claimed(units, 2);
    rules.pay(issued, 2);
    rules.core.state().sale().offers.move(units, 1, 0, 0);
    String sum = "available + held + issued = N";
    assertThat(broken(units(3, 1))).isEqualTo(sum);
    assertThat(broken(new Lapsed(held))).isEqualTo(sum);
    assertThat(broken(new Cancelled(held, 1, 0))).isEqualTo(sum);
    assertThat(broken(new Cancelled(issued, 2, 10))).isEqualTo(sum);
    assertThat(broken(new Restocked(units, 9))).isEqualTo(sum);
  }

  @Test
  void a_claim_whose_seat_is_no_longer_its_own() {
    long claim = rules.held(1, 2);
    rules.core.state().sale().seats.give(2, 99, false);
    assertThat(broken(new Lapsed(claim))).isEqualTo("one owner per seat");
  }

  private Claimed units(long user, long quantity) {
    return new Claimed(9, units, user, quantity, 10 * quantity, 0, NO_SEATS, null);
  }

  private Claimed seats(long... ids) {
    return new Claimed(9, seats, 3, ids.length, 10L * ids.length, 0, ids, null);
  }

  private @Nullable String broken(Event event) {
    return Invariants.broken(rules.core.state(), event);
  }
}
