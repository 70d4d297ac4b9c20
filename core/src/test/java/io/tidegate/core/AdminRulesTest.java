package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.Switch;
import io.tidegate.core.Result.Closed;
import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.Stopped;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What an organiser may set up and change, as sentences. */
class AdminRulesTest {

  private final RulesFixture rules = new RulesFixture();

  @Test
  void a_closed_sale_is_closed_for_good() {
    long sale = rules.sale();
    rules.turn(sale, Switch.CLOSE);
    assertThat(rules.turn(sale, Switch.RESUME)).isEqualTo(new Closed());
    assertThat(rules.turn(sale, Switch.PAUSE)).isEqualTo(new Closed());
    assertThat(rules.turn(sale, Switch.CLOSE)).as("twice is once").isEqualTo(new Done());
  }

  @Test
  void a_stopped_sale_stays_stopped() {
    long sale = rules.sale();
    rules.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    for (Switch to : Switch.values()) assertThat(rules.turn(sale, to)).isEqualTo(new Stopped());
  }

  @Test
  void pausing_and_resuming_twice_is_done_already() {
    long sale = rules.sale();
    assertThat(rules.turn(sale, Switch.RESUME)).isEqualTo(new Done());
    assertThat(rules.turn(sale, Switch.PAUSE)).isEqualTo(new Done());
    assertThat(rules.turn(sale, Switch.PAUSE)).isEqualTo(new Done());
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.PAUSED);
    rules.turn(sale, Switch.RESUME);
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void a_sale_resumed_before_its_hour_opens_at_its_hour() {
    long sale = planned(1_000, 2_000);
    rules.turn(sale, Switch.PAUSE);
    rules.turn(sale, Switch.RESUME);
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.PLANNED);
    rules.core.pass(1_000);
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void a_paused_sale_closes_at_its_hour_and_does_not_open() {
    long sale = planned(1_000, 2_000);
    rules.turn(sale, Switch.PAUSE);
    rules.core.pass(1_000);
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.PAUSED);
    rules.core.pass(1_000);
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.CLOSED);
  }

  @Test
  void the_hours_of_a_sale_have_an_order() {
    long now = RulesFixture.START_MS;
    assertUnfit(new Command.CreateSale("s", now + 2, now + 2, Entry.OPEN, 0), "closesAt");
    assertUnfit(new Command.CreateSale("s", now - 2, now, Entry.OPEN, 0), "closesAt");
    long sale = planned(1_000, 2_000);
    assertConflict(new Command.UpdateSale(sale, null, now + 2_000, null), "closesAt");
    long open = rules.sale();
    assertConflict(new Command.UpdateSale(open, null, now + 1, null), "opensAt");
    assertThat(rules.ask(new Command.UpdateSale(open, "still open", null, now + 5)))
        .isEqualTo(new Done());
    assertThat(rules.core.state().sale().sales.name(open)).isEqualTo("still open");
  }

  @Test
  void a_sale_does_not_close_for_good_by_a_date_in_the_past() {
    long sale = rules.sale();
    assertUnfit(new Command.UpdateSale(sale, null, null, RulesFixture.START_MS), "closesAt");
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.OPEN);
    assertThat(rules.turn(sale, Switch.CLOSE)).as("by saying so").isEqualTo(new Done());
  }

  @Test
  void a_closing_hour_can_be_taken_back() {
    long sale = planned(1_000, 2_000);
    rules.ask(new Command.UpdateSale(sale, null, null, Long.MAX_VALUE));
    rules.core.pass(5_000);
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void values_that_clash_with_one_another_are_unfit_and_with_what_is_there_a_conflict() {
    long sale = planned(1_000, 2_000);
    long now = RulesFixture.START_MS;
    assertUnfit(new Command.UpdateSale(sale, null, now + 9, now + 9), "closesAt");
    assertConflict(new Command.UpdateSale(sale, null, null, now + 1_000), "closesAt");
    long offer = rules.coupons(sale, 1);
    assertUnfit(new Command.UpdateOffer(offer, null, 3L, 2L), "perUser");
    assertConflict(new Command.UpdateOffer(offer, null, 3L, null), "perUser");
    rules.schedule(sale, 1);
    assertUnfit(new Command.UpdateSchedule(1, 9L, 9L, 9L), "endDate");
    assertConflict(new Command.UpdateSchedule(1, null, null, 9L), "endDate");
  }

  @Test
  void a_price_is_never_above_what_a_wallet_may_hold() {
    long sale = rules.sale();
    long most = RulesFixture.ROOMY.balance();
    assertUnfit(new Command.CreateOffer(sale, "o", 1, most + 1, 1, 1, 1), "price");
    assertThat(rules.ask(new Command.CreateOffer(sale, "o", 1, most, 1, 1, 1)))
        .isInstanceOf(Created.class);
    rules.ask(new Command.CreateConcert("Mass", "Hall"));
    assertUnfit(new Command.CreateSchedule(1, sale, 9, 1, 9, 1, 1, most + 1, 1_000, 1, 1), "price");
  }

  @Test
  void moving_the_hours_moves_the_opening() {
    long sale = planned(1_000, 5_000);
    rules.ask(new Command.UpdateSale(sale, null, RulesFixture.START_MS + 3_000, null));
    rules.core.pass(2_999);
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.PLANNED);
    rules.core.pass(1);
    rules.core.due();
    assertThat(rules.stateOf(sale)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void a_sale_behind_a_room_names_one_that_exists() {
    long now = RulesFixture.START_MS;
    assertUnfit(new Command.CreateSale("s", now, now + 1, Entry.ROOM, 0), "room");
    assertThat(rules.ask(new Command.CreateSale("s", now, now + 1, Entry.ROOM, 7)))
        .isEqualTo(new Unknown(Kind.ROOM, 7));
  }

  @Test
  void a_price_needs_a_hold_time() {
    long sale = rules.sale();
    assertUnfit(new Command.CreateOffer(sale, "o", 1, 10, 1, 1, 0), "holdSeconds");
    assertThat(rules.ask(new Command.CreateOffer(sale, "o", 1, 10, 1, 1, 1)))
        .isInstanceOf(Created.class);
  }

  @Test
  void a_user_may_have_what_one_claim_may_have() {
    long sale = rules.sale();
    assertUnfit(new Command.CreateOffer(sale, "o", 1, 0, 2, 1, 0), "perUser");
    long offer = rules.coupons(sale, 1);
    assertConflict(new Command.UpdateOffer(offer, null, 2L, null), "perUser");
    assertThat(rules.ask(new Command.UpdateOffer(offer, "new", 2L, 2L))).isEqualTo(new Done());
    assertThat(rules.core.state().sale().offers.name(offer)).isEqualTo("new");
  }

  @Test
  void a_restock_never_goes_below_held_and_issued() {
    long sale = rules.sale();
    long units = rules.units(sale, 5, 0, 1, 1, 1_000);
    rules.pay(rules.claimed(units, 1), 1);
    rules.claimed(units, 2);
    assertConflict(new Command.Restock(units, 1), "total");
    assertThat(rules.ask(new Command.Restock(units, 2))).isEqualTo(new Done());
    assertThat(rules.counts(units)).isEqualTo("0/1/1");
  }

  @Test
  void a_restock_while_sold_out_hands_out_again() {
    long coupons = rules.coupons(rules.sale(), 1);
    rules.claimed(coupons, 1);
    rules.ask(new Command.Restock(coupons, 2));
    assertThat(rules.claim(coupons, 2, 1)).isInstanceOf(Result.Taken.class);
    assertThat(rules.claim(coupons, 3, 1)).isEqualTo(new Result.SoldOut(coupons, 0));
  }

  @Test
  void the_seats_of_a_schedule_are_not_restocked() {
    rules.schedule(rules.sale(), 3);
    assertConflict(new Command.Restock(1, 9), "total");
  }

  @Test
  void a_sale_that_is_over_takes_nothing_new() {
    long sale = rules.sale();
    long coupons = rules.coupons(sale, 1);
    rules.turn(sale, Switch.CLOSE);
    Result closed = new Closed();
    assertThat(rules.ask(new Command.CreateOffer(sale, "o", 1, 0, 1, 1, 0))).isEqualTo(closed);
    assertThat(rules.ask(new Command.Restock(coupons, 2))).isEqualTo(closed);
    assertThat(rules.ask(new Command.UpdateSale(sale, "s", null, null))).isEqualTo(closed);
    rules.ask(new Command.CreateConcert("Mass", "Hall"));
    assertThat(rules.ask(date(1, sale, 3))).isEqualTo(closed);
  }

  @Test
  void the_dates_of_a_schedule_have_an_order() {
    long sale = rules.sale();
    rules.ask(new Command.CreateConcert("Mass", "Hall"));
    assertUnfit(date(1, sale, 9, 10, 10), "endDate");
    assertUnfit(date(1, sale, 9, 10, 12), "openDate");
    rules.ask(date(1, sale, 12, 10, 12));
    assertConflict(new Command.UpdateSchedule(1, null, null, 10L), "endDate");
    assertConflict(new Command.UpdateSchedule(1, 9L, null, null), "openDate");
    assertThat(rules.ask(new Command.UpdateSchedule(1, 20L, null, null))).isEqualTo(new Done());
    assertThat(rules.core.state().sale().schedules.openDateMs(1)).isEqualTo(20);
  }

  @Test
  void a_concert_can_be_renamed_and_moved() {
    rules.ask(new Command.CreateConcert("Mass", "Hall"));
    rules.ask(new Command.UpdateConcert(1, "Requiem", null));
    rules.ask(new Command.UpdateConcert(1, null, "Church"));
    var concerts = rules.core.state().sale().concerts;
    assertThat(concerts.title(1) + " in " + concerts.place(1)).isEqualTo("Requiem in Church");
  }

  @Test
  void what_does_not_exist_is_unknown() {
    long sale = rules.sale();
    assertUnknown(new Command.UpdateSale(9, null, null, null), Kind.SALE);
    assertUnknown(new Command.SwitchSale(9, Switch.PAUSE), Kind.SALE);
    assertUnknown(new Command.CreateOffer(9, "o", 1, 0, 1, 1, 0), Kind.SALE);
    assertUnknown(new Command.UpdateOffer(9, null, null, null), Kind.OFFER);
    assertUnknown(new Command.Restock(9, 1), Kind.OFFER);
    assertUnknown(new Command.UpdateConcert(9, null, null), Kind.CONCERT);
    assertUnknown(date(9, sale, 3), Kind.CONCERT);
    assertUnknown(new Command.UpdateSchedule(9, null, null, null), Kind.SCHEDULE);
    assertUnknown(new Command.UpdateRoom(9, null, null, null, null, null, null), Kind.ROOM);
    assertUnknown(new Command.Join(9, 1), Kind.ROOM);
  }

  @Test
  void everything_has_a_bound_with_a_name() {
    RulesFixture one = new RulesFixture(new Limits(1, 2, 1, 4, 9, 9, 9, 1, 9, 100, 9));
    long sale = one.sale();
    long now = RulesFixture.START_MS;
    assertThat(one.ask(new Command.CreateSale("s", now, now + 1, Entry.OPEN, 0)))
        .isEqualTo(new Full("sales"));
    one.ask(new Command.CreateConcert("Mass", "Hall"));
    assertThat(one.ask(new Command.CreateConcert("Mass", "Hall"))).isEqualTo(new Full("concerts"));
    assertThat(one.ask(date(1, sale, 5))).isEqualTo(new Full("seats"));
    one.ask(date(1, sale, 4));
    one.coupons(sale, 1);
    assertThat(one.ask(date(1, sale, 0))).isEqualTo(new Full("offers"));
    assertThat(one.ask(new Command.CreateOffer(sale, "o", 1, 0, 1, 1, 0)))
        .isEqualTo(new Full("offers"));
    one.room("door", 1, 1);
    assertThat(one.ask(new Command.CreateRoom(settings("other")))).isEqualTo(new Full("rooms"));
  }

  @Test
  void rooms_have_names_of_their_own() {
    rules.room("door", 1, 1);
    assertConflict(new Command.CreateRoom(settings("door")), "name");
  }

  @Test
  void two_rooms_whose_names_look_alike_are_not_made() {
    rules.room(settings(" Cafe\u0301\u200b "));
    assertThat(rules.core.state().rooms().get(1).settings().name()).isEqualTo("Caf\u00e9");
    assertConflict(new Command.CreateRoom(settings("Caf\u00e9")), "name");
    assertConflict(new Command.CreateRoom(settings("Cafe\u0301\u00a0")), "name");
  }

  @Test
  void nothing_gets_a_name_that_looks_like_an_id_or_like_nothing() {
    long sale = rules.sale();
    long coupons = rules.coupons(sale, 1);
    for (String name : new String[] {"38", " 3\u200b8", "\u200b", "\u3000"}) {
      assertUnfit(new Command.CreateRoom(settings(name)), "name");
      assertUnfit(new Command.CreateSale(name, 0, Long.MAX_VALUE, Entry.OPEN, 0), "name");
      assertUnfit(new Command.UpdateSale(sale, name, null, null), "name");
      assertUnfit(new Command.CreateOffer(sale, name, 1, 0, 1, 1, 0), "name");
      assertUnfit(new Command.UpdateOffer(coupons, name, null, null), "name");
    }
    assertUnfit(new Command.CreateConcert("\u200b", "Church"), "title");
    assertThat(rules.ask(new Command.CreateConcert("1989", "Church"))).isInstanceOf(Created.class);
    assertUnfit(new Command.UpdateConcert(1, "\u00a0", null), "title");
  }

  @Test
  void names_are_kept_in_their_normal_form() {
    long sale = rules.sale();
    rules.ask(new Command.UpdateSale(sale, " late\u200b ", null, null));
    long coupons = rules.coupons(sale, 1);
    rules.ask(new Command.UpdateOffer(coupons, "e\u0301", null, null));
    rules.ask(new Command.CreateConcert("Requiem ", "\u200bChurch"));
    var t = rules.core.state().sale();
    assertThat(t.sales.name(sale)).isEqualTo("late");
    assertThat(t.offers.name(coupons)).isEqualTo("\u00e9");
    assertThat(t.concerts.title(1) + ", " + t.concerts.place(1)).isEqualTo("Requiem, Church");
  }

  @Test
  void a_room_changes_what_is_named_and_keeps_the_rest() {
    long room = rules.room(settings("door"));
    rules.ask(new Command.UpdateRoom(room, RoomState.PAUSED, 5, 500L, 6, 7_000L, 8_000L));
    assertThat(rules.core.state().rooms().get(room).settings())
        .isEqualTo(new RoomSettings("door", RoomState.PAUSED, 5, 500, 6, 7_000, 8_000));
    int before = rules.core.history().size();
    Command nothing = new Command.UpdateRoom(room, null, 5, null, null, null, null);
    assertThat(rules.ask(nothing)).isEqualTo(new Done());
    assertThat(rules.core.history()).as("no event for no change").hasSize(before);
  }

  private static RoomSettings settings(String name) {
    return new RoomSettings(name, RoomState.OPEN, 1, 1_000, 1, 1_000, 1_000);
  }

  private long planned(long opensInMs, long closesInMs) {
    long now = rules.core.nowMs();
    rules.ask(new Command.CreateSale("planned", now + opensInMs, now + closesInMs, Entry.OPEN, 0));
    return rules.core.state().ids().last(Ids.Kind.SALE);
  }

  private static Command date(long concert, long sale, int seats) {
    return new Command.CreateSchedule(concert, sale, 9, 1, 9, 1, seats, 0, 0, 1, 1);
  }

  private static Command date(long concert, long sale, long open, long start, long end) {
    return new Command.CreateSchedule(concert, sale, open, start, end, 1, 2, 0, 0, 1, 1);
  }

  private void assertUnfit(Command command, String field) {
    assertThat(rules.ask(command))
        .asInstanceOf(InstanceOfAssertFactories.type(Unfit.class))
        .returns(field, Unfit::field);
  }

  private void assertConflict(Command command, String field) {
    assertThat(rules.ask(command))
        .asInstanceOf(InstanceOfAssertFactories.type(Conflict.class))
        .returns(field, Conflict::field);
  }

  private void assertUnknown(Command command, Kind kind) {
    assertThat(rules.ask(command)).isEqualTo(new Unknown(kind, 9));
  }
}
