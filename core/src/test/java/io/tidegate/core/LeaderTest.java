package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.TicketState;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a time in which nobody was served does to what was alive. */
class LeaderTest {

  private static final long OUTAGE_MS = 60_000;

  private final RulesFixture rules = new RulesFixture();
  private final Rules decider = new Rules(RulesFixture.ROOMY);

  @Test
  void what_falls_due_in_a_room_is_due_later_by_the_outage() {
    State state = rules.core.state();
    rules.room("one", 5, 5);
    long two = rules.room("two", 5, 5);
    rules.join(two, 7);
    long nowMs = rules.core.nowMs();
    long dueMs = decider.nextDueMs(state);
    assertThat(dueMs).isEqualTo(nowMs + 2_000);
    state.lead(new Leader(1, new UUID(1, 2), "", "here", nowMs, nowMs + OUTAGE_MS));
    assertThat(decider.nextDueMs(state)).isEqualTo(dueMs + OUTAGE_MS);
    assertThat(decider.nextDue(state, dueMs + OUTAGE_MS - 1)).isNull();
    assertThat(decider.nextDue(state, dueMs + OUTAGE_MS)).isInstanceOf(Event.CallLapsed.class);
    int ticket = state.rooms().tickets.find(two, 7);
    assertThat(state.rooms().tickets.state(ticket)).isEqualTo(TicketState.CALLED);
  }
}
