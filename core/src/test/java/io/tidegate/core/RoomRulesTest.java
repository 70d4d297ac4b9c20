package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.Standing;
import org.junit.jupiter.api.Test;

/** The rules of the waiting room, as sentences. */
class RoomRulesTest {

  private final Stage stage = new Stage();

  @Test
  void a_ticket_acts_for_the_user_it_names_and_no_other() {
    long room = stage.room("door", 10, 10);
    long offer = stage.coupons(stage.saleBehind(room), 10);
    TicketRef anna = stage.enter(room, 1);
    assertThat(stage.ask(new Command.Claim(offer, 2, 1, anna, null)))
        .isEqualTo(new Result.NotGenuine());
    assertThat(stage.ask(new Command.Look(0, 2, anna))).isEqualTo(new Result.NotGenuine());
    assertThat(stage.counts(offer)).isEqualTo("10/0/0");
  }

  @Test
  void a_ticket_shown_by_somebody_else_is_no_arrival() {
    long room = stage.room("door", 10, 10);
    TicketRef anna = stage.join(room, 1);
    stage.ask(new Command.Look(0, 2, anna));
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.CALLED);
  }
}
