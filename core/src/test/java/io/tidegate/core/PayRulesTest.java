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
  private static final long CAP = Stage.ROOMY.balance();

  private final Stage stage = new Stage();
  private final long sale = stage.sale();
  private final long units = stage.units(sale, 3, 10, 2, 2, HOLD_MS);

  @Test
  void paying_debits_the_wallet_and_issues_the_claim_in_one_step() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    assertThat(stage.pay(claim, 1))
        .isInstanceOfSatisfying(
            PaidFor.class, paid -> assertThat(paid.claim().state()).isEqualTo(ClaimState.ISSUED));
    assertThat(stage.balance(1)).isEqualTo(90);
    assertThat(stage.counts(units)).isEqualTo("2/0/1");
    assertThat(stage.core.history().getLast().event()).isInstanceOf(Event.Paid.class);
  }

  @Test
  void a_pay_without_the_money_does_neither() {
    stage.topUp(1, 9);
    long claim = stage.claimed(units, 1);
    assertThat(stage.pay(claim, 1)).isEqualTo(new InsufficientBalance(9, 10));
    assertThat(stage.balance(1)).isEqualTo(9);
    assertThat(stage.counts(units)).isEqualTo("2/1/0");
  }

  @Test
  void a_late_pay_debits_nothing() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    stage.core.pass(HOLD_MS);
    assertThat(stage.pay(claim, 1)).isEqualTo(new HoldLapsed(Stage.START_MS + HOLD_MS));
    assertThat(stage.balance(1)).isEqualTo(100);
    assertThat(stage.counts(units)).isEqualTo("3/0/0");
  }

  @Test
  void a_pay_in_the_last_moment_of_a_hold_is_in_time() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    stage.core.pass(HOLD_MS - 1);
    assertThat(stage.pay(claim, 1)).isInstanceOf(PaidFor.class);
    stage.core.pass(1);
    stage.core.due();
    assertThat(stage.counts(units)).as("what is paid lapses no more").isEqualTo("2/0/1");
  }

  @Test
  void a_hold_that_no_sweep_has_met_yet_is_over_all_the_same() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    Decision late =
        stage
            .core
            .rules()
            .decide(
                stage.core.state(),
                new Command.Pay(claim, 1, 0, 0, null),
                Stage.START_MS + HOLD_MS);
    assertThat(late.result()).isEqualTo(new HoldLapsed(Stage.START_MS + HOLD_MS));
    assertThat(late.events()).isEmpty();
  }

  @Test
  void paying_twice_pays_once() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    stage.pay(claim, 1);
    assertThat(stage.pay(claim, 1)).isEqualTo(new AlreadyPaid(claim));
    assertThat(stage.balance(1)).isEqualTo(90);
  }

  @Test
  void paying_twice_with_one_key_is_answered_alike_and_pays_once() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    Command pay = new Command.Pay(claim, 1, 0, 0, new IdempotencyKey(1, 1, 1));
    PaidFor first = (PaidFor) stage.ask(pay);
    assertThat(stage.ask(pay))
        .usingRecursiveComparison()
        .isEqualTo(new PaidFor(first.claim(), true));
    assertThat(stage.ask(new Command.Pay(claim, 1, 0, 0, new IdempotencyKey(1, 1, 2))))
        .isEqualTo(new KeyReused());
    assertThat(stage.balance(1)).isEqualTo(90);
  }

  @Test
  void the_claim_of_somebody_else_cannot_be_paid_or_given_back_or_seen() {
    stage.topUp(2, 100);
    long claim = stage.claimed(units, 1);
    Result unknown = new Unknown(Kind.CLAIM, claim);
    assertThat(stage.pay(claim, 2)).isEqualTo(unknown);
    assertThat(stage.cancel(claim, 2)).isEqualTo(unknown);
    assertThat(stage.pay(77, 2)).isEqualTo(new Unknown(Kind.CLAIM, 77));
  }

  @Test
  void a_payment_that_names_another_seat_or_concert_is_for_no_claim() {
    stage.schedule(sale, 3);
    stage.topUp(1, 100);
    long seats = stage.held(1, 1, 2);
    Result unknown = new Unknown(Kind.CLAIM, seats);
    assertThat(stage.ask(new Command.Pay(seats, 1, 1, 3, null))).isEqualTo(unknown);
    assertThat(stage.ask(new Command.Pay(seats, 1, 2, 1, null))).isEqualTo(unknown);
    long unit = stage.claimed(units, 1);
    assertThat(stage.ask(new Command.Pay(unit, 1, 1, 0, null))).isInstanceOf(Unknown.class);
    assertThat(stage.ask(new Command.Pay(seats, 1, 1, 2, null))).isInstanceOf(PaidFor.class);
    assertThat(stage.core.state().sale().seats.sold(1)).isTrue();
  }

  @Test
  void what_was_promised_can_be_paid_while_the_sale_is_paused_and_after_it_closed() {
    stage.topUp(1, 100);
    long first = stage.claimed(units, 1);
    long second = stage.claimed(units, 1);
    stage.turn(sale, Switch.PAUSE);
    assertThat(stage.pay(first, 1)).isInstanceOf(PaidFor.class);
    stage.turn(sale, Switch.CLOSE);
    assertThat(stage.pay(second, 1)).isInstanceOf(PaidFor.class);
  }

  @Test
  void giving_a_paid_claim_back_refunds_it_and_returns_its_units_in_one_step() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    stage.pay(claim, 1);
    assertThat(stage.cancel(claim, 1)).isInstanceOf(GivenBack.class);
    assertThat(stage.balance(1)).isEqualTo(100);
    assertThat(stage.counts(units)).isEqualTo("3/0/0");
    assertThat(stage.core.history().getLast().event()).isEqualTo(new Event.Cancelled(claim, 1, 10));
  }

  @Test
  void giving_a_hold_back_refunds_nothing_and_frees_its_seats() {
    stage.schedule(sale, 3);
    long claim = stage.held(1, 1, 2);
    assertThat(stage.cancel(claim, 1)).isInstanceOf(GivenBack.class);
    assertThat(stage.balance(1)).isZero();
    assertThat(stage.hold(2, 2, 1)).isInstanceOf(Taken.class);
  }

  @Test
  void giving_back_twice_is_giving_back_once() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    stage.pay(claim, 1);
    stage.cancel(claim, 1);
    assertThat(stage.cancel(claim, 1)).isInstanceOf(GivenBack.class);
    assertThat(stage.balance(1)).isEqualTo(100);
    assertThat(stage.counts(units)).isEqualTo("3/0/0");
  }

  @Test
  void a_lapsed_hold_cannot_be_given_back() {
    long claim = stage.claimed(units, 1);
    stage.core.pass(HOLD_MS);
    assertThat(stage.cancel(claim, 1)).isEqualTo(new HoldLapsed(Stage.START_MS + HOLD_MS));
  }

  @Test
  void what_was_given_back_cannot_be_paid() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    stage.cancel(claim, 1);
    assertThat(stage.pay(claim, 1)).isEqualTo(new ClaimCancelled(claim));
    assertThat(stage.balance(1)).isEqualTo(100);
  }

  @Test
  void seats_can_be_given_back_until_the_concert_begins() {
    long schedule = stage.schedule(sale, 3);
    long begins = Stage.START_MS + 1_000;
    stage.ask(new Command.UpdateSchedule(schedule, begins, null, null));
    long early = stage.held(1, 1);
    long late = stage.held(1, 2);
    stage.core.pass(999);
    assertThat(stage.cancel(early, 1)).isInstanceOf(GivenBack.class);
    stage.core.pass(1);
    assertThat(stage.cancel(late, 1)).isEqualTo(new TooLate(begins));
  }

  @Test
  void a_stopped_sale_takes_no_money_and_gives_none_back() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    long paid = stage.claimed(units, 1);
    stage.pay(paid, 1);
    stage.core.state().sale().offers.move(units, 1, 0, 0);
    assertThat(stage.claim(units, 2, 1)).isInstanceOf(Result.Broken.class);
    assertThat(stage.pay(claim, 1)).isEqualTo(new Result.Stopped());
    assertThat(stage.cancel(claim, 1)).isEqualTo(new Result.Stopped());
    assertThat(stage.cancel(paid, 1)).isEqualTo(new Result.Stopped());
    assertThat(stage.balance(1)).isEqualTo(90);
  }

  @Test
  void top_ups_are_capped() {
    assertThat(stage.topUp(1, CAP)).isEqualTo(new WalletToppedUp(false));
    assertThat(stage.topUp(1, 1)).isEqualTo(new OverCap(CAP, CAP));
    assertThat(stage.topUp(2, CAP + 1)).isEqualTo(new OverCap(0, CAP));
    assertThat(stage.topUp(1, Long.MAX_VALUE)).isEqualTo(new OverCap(CAP, CAP));
    assertThat(stage.topUp(2, Long.MAX_VALUE)).isEqualTo(new OverCap(0, CAP));
    assertThat(stage.balance(2)).isZero();
  }

  @Test
  void refunds_are_not_capped() {
    stage.topUp(1, CAP);
    long claim = stage.claimed(units, 1);
    stage.pay(claim, 1);
    stage.topUp(1, 10);
    stage.cancel(claim, 1);
    assertThat(stage.balance(1)).isEqualTo(CAP + 10);
    assertThat(stage.topUp(1, 1)).isEqualTo(new OverCap(CAP + 10, CAP));
  }

  @Test
  void a_top_up_with_a_key_happens_once() {
    IdempotencyKey key = new IdempotencyKey(1, 1, 1);
    assertThat(stage.ask(new Command.TopUp(1, 7, key))).isEqualTo(new WalletToppedUp(false));
    assertThat(stage.ask(new Command.TopUp(1, 7, key))).isEqualTo(new WalletToppedUp(true));
    assertThat(stage.ask(new Command.TopUp(1, 8, new IdempotencyKey(1, 1, 2))))
        .isEqualTo(new KeyReused());
    assertThat(stage.balance(1)).isEqualTo(7);
  }

  @Test
  void what_is_given_back_can_be_claimed_by_the_next() {
    long coupons = stage.coupons(sale, 1);
    long claim = stage.claimed(coupons, 1);
    assertThat(stage.claim(coupons, 2, 1)).isEqualTo(new SoldOut(coupons, 0));
    stage.cancel(claim, 1);
    assertThat(stage.claim(coupons, 2, 1)).isInstanceOf(Taken.class);
  }

  @Test
  void pay_against_cancel_in_one_batch_is_whichever_came_first() {
    stage.topUp(1, 100);
    long claim = stage.claimed(units, 1);
    Command pay = new Command.Pay(claim, 1, 0, 0, null);
    Command cancel = new Command.Cancel(claim, 1);
    assertThat(stage.core.batch(cancel, pay).getLast()).isEqualTo(new ClaimCancelled(claim));
    long other = stage.claimed(units, 1);
    Command payOther = new Command.Pay(other, 1, 0, 0, null);
    stage.core.batch(payOther, new Command.Cancel(other, 1));
    assertThat(stage.balance(1)).isEqualTo(100);
  }
}
