package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.Switch;
import io.tidegate.core.Result.AlreadyPaid;
import io.tidegate.core.Result.ClaimCancelled;
import io.tidegate.core.Result.GivenBack;
import io.tidegate.core.Result.HoldLapsed;
import io.tidegate.core.Result.InsufficientBalance;
import io.tidegate.core.Result.KeyReused;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.OverCap;
import io.tidegate.core.Result.PaidFor;
import io.tidegate.core.Result.SoldOut;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.TooLate;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.Result.WalletToppedUp;
import io.tidegate.core.sale.ClaimState;
import org.junit.jupiter.api.Test;

/** Paying, giving back and charging, as sentences. */
class PayRulesTest {

  private static final long HOLD_MS = 5_000;
  private static final long CAP = RulesFixture.ROOMY.balance();

  private final RulesFixture rules = new RulesFixture();
  private final long sale = rules.sale();
  private final long units = rules.units(sale, 3, 10, 2, 2, HOLD_MS);

  @Test
  void paying_debits_the_wallet_and_issues_the_claim_in_one_step() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    assertThat(rules.pay(claim, 1))
        .isInstanceOfSatisfying(
            PaidFor.class, paid -> assertThat(paid.claim().state()).isEqualTo(ClaimState.ISSUED));
    assertThat(rules.balance(1)).isEqualTo(90);
    assertThat(rules.counts(units)).isEqualTo("2/0/1");
    assertThat(rules.core.history().getLast().event()).isInstanceOf(Event.Paid.class);
  }

  @Test
  void a_pay_without_the_money_does_neither() {
    rules.topUp(1, 9);
    long claim = rules.claimed(units, 1);
    assertThat(rules.pay(claim, 1)).isEqualTo(new InsufficientBalance(9, 10));
    assertThat(rules.balance(1)).isEqualTo(9);
    assertThat(rules.counts(units)).isEqualTo("2/1/0");
  }

  @Test
  void a_late_pay_debits_nothing() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    rules.core.pass(HOLD_MS);
    assertThat(rules.pay(claim, 1)).isEqualTo(new HoldLapsed(RulesFixture.START_MS + HOLD_MS));
    assertThat(rules.balance(1)).isEqualTo(100);
    assertThat(rules.counts(units)).isEqualTo("3/0/0");
  }

  @Test
  void a_pay_in_the_last_moment_of_a_hold_is_in_time() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    rules.core.pass(HOLD_MS - 1);
    assertThat(rules.pay(claim, 1)).isInstanceOf(PaidFor.class);
    rules.core.pass(1);
    rules.core.due();
    assertThat(rules.counts(units)).as("what is paid lapses no more").isEqualTo("2/0/1");
  }

  @Test
  void a_hold_that_no_sweep_has_met_yet_is_over_all_the_same() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    Decision late =
        rules
            .core
            .rules()
            .decide(
                rules.core.state(),
                new Command.Pay(claim, 1, 0, 0, null),
                RulesFixture.START_MS + HOLD_MS);
    assertThat(late.result()).isEqualTo(new HoldLapsed(RulesFixture.START_MS + HOLD_MS));
    assertThat(late.events()).isEmpty();
  }

  @Test
  void paying_twice_pays_once() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    rules.pay(claim, 1);
    assertThat(rules.pay(claim, 1)).isEqualTo(new AlreadyPaid(claim));
    assertThat(rules.balance(1)).isEqualTo(90);
  }

  @Test
  void paying_twice_with_one_key_is_answered_alike_and_pays_once() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    Command pay = new Command.Pay(claim, 1, 0, 0, new IdempotencyKey(1, 1, 1));
    PaidFor first = (PaidFor) rules.ask(pay);
    assertThat(rules.ask(pay))
        .usingRecursiveComparison()
        .isEqualTo(new PaidFor(first.claim(), true));
    assertThat(rules.ask(new Command.Pay(claim, 1, 0, 0, new IdempotencyKey(1, 1, 2))))
        .isEqualTo(new KeyReused());
    assertThat(rules.balance(1)).isEqualTo(90);
  }

  @Test
  void the_claim_of_somebody_else_cannot_be_paid_or_given_back_or_seen() {
    rules.topUp(2, 100);
    long claim = rules.claimed(units, 1);
    Result unknown = new Unknown(Kind.CLAIM, claim);
    assertThat(rules.pay(claim, 2)).isEqualTo(unknown);
    assertThat(rules.cancel(claim, 2)).isEqualTo(unknown);
    assertThat(rules.pay(77, 2)).isEqualTo(new Unknown(Kind.CLAIM, 77));
  }

  @Test
  void a_payment_that_names_another_seat_or_concert_is_for_no_claim() {
    rules.schedule(sale, 3);
    rules.topUp(1, 100);
    long seats = rules.held(1, 1, 2);
    Result unknown = new Unknown(Kind.CLAIM, seats);
    assertThat(rules.ask(new Command.Pay(seats, 1, 1, 3, null))).isEqualTo(unknown);
    assertThat(rules.ask(new Command.Pay(seats, 1, 2, 1, null))).isEqualTo(unknown);
    long unit = rules.claimed(units, 1);
    assertThat(rules.ask(new Command.Pay(unit, 1, 1, 0, null))).isInstanceOf(Unknown.class);
    assertThat(rules.ask(new Command.Pay(seats, 1, 1, 2, null))).isInstanceOf(PaidFor.class);
    assertThat(rules.core.state().sale().seats.sold(1)).isTrue();
  }

  @Test
  void what_was_promised_can_be_paid_while_the_sale_is_paused_and_after_it_closed() {
    rules.topUp(1, 100);
    long first = rules.claimed(units, 1);
    long second = rules.claimed(units, 1);
    rules.turn(sale, Switch.PAUSE);
    assertThat(rules.pay(first, 1)).isInstanceOf(PaidFor.class);
    rules.turn(sale, Switch.CLOSE);
    assertThat(rules.pay(second, 1)).isInstanceOf(PaidFor.class);
  }

  @Test
  void giving_a_paid_claim_back_refunds_it_and_returns_its_units_in_one_step() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    rules.pay(claim, 1);
    assertThat(rules.cancel(claim, 1)).isInstanceOf(GivenBack.class);
    assertThat(rules.balance(1)).isEqualTo(100);
    assertThat(rules.counts(units)).isEqualTo("3/0/0");
    assertThat(rules.core.history().getLast().event()).isEqualTo(new Event.Cancelled(claim, 1, 10));
  }

  @Test
  void giving_a_hold_back_refunds_nothing_and_frees_its_seats() {
    rules.schedule(sale, 3);
    long claim = rules.held(1, 1, 2);
    assertThat(rules.cancel(claim, 1)).isInstanceOf(GivenBack.class);
    assertThat(rules.balance(1)).isZero();
    assertThat(rules.hold(2, 2, 1)).isInstanceOf(Taken.class);
  }

  @Test
  void giving_back_twice_is_giving_back_once() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    rules.pay(claim, 1);
    rules.cancel(claim, 1);
    assertThat(rules.cancel(claim, 1)).isInstanceOf(GivenBack.class);
    assertThat(rules.balance(1)).isEqualTo(100);
    assertThat(rules.counts(units)).isEqualTo("3/0/0");
  }

  @Test
  void a_lapsed_hold_cannot_be_given_back() {
    long claim = rules.claimed(units, 1);
    rules.core.pass(HOLD_MS);
    assertThat(rules.cancel(claim, 1)).isEqualTo(new HoldLapsed(RulesFixture.START_MS + HOLD_MS));
  }

  @Test
  void what_was_given_back_cannot_be_paid() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    rules.cancel(claim, 1);
    assertThat(rules.pay(claim, 1)).isEqualTo(new ClaimCancelled(claim));
    assertThat(rules.balance(1)).isEqualTo(100);
  }

  @Test
  void seats_can_be_given_back_until_the_concert_begins() {
    long schedule = rules.schedule(sale, 3);
    long begins = RulesFixture.START_MS + 1_000;
    rules.ask(new Command.UpdateSchedule(schedule, begins, null, null));
    long early = rules.held(1, 1);
    long late = rules.held(1, 2);
    rules.core.pass(999);
    assertThat(rules.cancel(early, 1)).isInstanceOf(GivenBack.class);
    rules.core.pass(1);
    assertThat(rules.cancel(late, 1)).isEqualTo(new TooLate(begins));
  }

  @Test
  void a_stopped_sale_takes_no_money_and_gives_none_back() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    long paid = rules.claimed(units, 1);
    rules.pay(paid, 1);
    rules.core.state().sale().offers.move(units, 1, 0, 0);
    assertThat(rules.claim(units, 2, 1)).isInstanceOf(Result.Broken.class);
    assertThat(rules.pay(claim, 1)).isEqualTo(new Result.Stopped());
    assertThat(rules.cancel(claim, 1)).isEqualTo(new Result.Stopped());
    assertThat(rules.cancel(paid, 1)).isEqualTo(new Result.Stopped());
    assertThat(rules.balance(1)).isEqualTo(90);
  }

  @Test
  void top_ups_are_capped() {
    assertThat(rules.topUp(1, CAP)).isEqualTo(new WalletToppedUp(false));
    assertThat(rules.topUp(1, 1)).isEqualTo(new OverCap(CAP, CAP));
    assertThat(rules.topUp(2, CAP + 1)).isEqualTo(new OverCap(0, CAP));
    assertThat(rules.topUp(1, Long.MAX_VALUE)).isEqualTo(new OverCap(CAP, CAP));
    assertThat(rules.topUp(2, Long.MAX_VALUE)).isEqualTo(new OverCap(0, CAP));
    assertThat(rules.balance(2)).isZero();
  }

  @Test
  void refunds_are_not_capped() {
    rules.topUp(1, CAP);
    long claim = rules.claimed(units, 1);
    rules.pay(claim, 1);
    rules.topUp(1, 10);
    rules.cancel(claim, 1);
    assertThat(rules.balance(1)).isEqualTo(CAP + 10);
    assertThat(rules.topUp(1, 1)).isEqualTo(new OverCap(CAP + 10, CAP));
  }

  @Test
  void a_top_up_with_a_key_happens_once() {
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    assertThat(rules.ask(new Command.TopUp(1, 7, key))).isEqualTo(new WalletToppedUp(false));
    assertThat(rules.ask(new Command.TopUp(1, 7, key))).isEqualTo(new WalletToppedUp(true));
    assertThat(rules.ask(new Command.TopUp(1, 8, new IdempotencyKey(1, 1, 2))))
        .isEqualTo(new KeyReused());
    assertThat(rules.balance(1)).isEqualTo(7);
  }

  @Test
  void what_is_given_back_can_be_claimed_by_the_next() {
    long coupons = rules.coupons(sale, 1);
    long claim = rules.claimed(coupons, 1);
    assertThat(rules.claim(coupons, 2, 1)).isEqualTo(new SoldOut(coupons, 0));
    rules.cancel(claim, 1);
    assertThat(rules.claim(coupons, 2, 1)).isInstanceOf(Taken.class);
  }

  @Test
  void pay_against_cancel_in_one_batch_is_whichever_came_first() {
    rules.topUp(1, 100);
    long claim = rules.claimed(units, 1);
    Command pay = new Command.Pay(claim, 1, 0, 0, null);
    Command cancel = new Command.Cancel(claim, 1);
    assertThat(rules.core.batch(cancel, pay).getLast()).isEqualTo(new ClaimCancelled(claim));
    long other = rules.claimed(units, 1);
    Command payOther = new Command.Pay(other, 1, 0, 0, null);
    rules.core.batch(payOther, new Command.Cancel(other, 1));
    assertThat(rules.balance(1)).isEqualTo(100);
  }
}
