package io.tidegate.engine.room;

import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.room.RoomSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a room can be asked. Each may be asked again, with the effect of once.
 *
 * @param <A> what it comes to
 */
public sealed interface RoomQuestion<A extends RoomAnswer> {

  /**
   * Makes sure that there is a room of this name. One that is there stays as it is, whatever the
   * settings say.
   *
   * @param plan how it will draw, null for a room that is open at once
   */
  record Ensure(RoomSettings settings, @Nullable DrawPlan plan)
      implements RoomQuestion<RoomAnswer.OfRoom> {}

  /**
   * Joins a room's line, or finds the place that the visitor has there.
   *
   * @param visitor in [1, 2^53), the user of the room's rules
   */
  record Join(long room, long visitor) implements RoomQuestion<RoomAnswer.OfPlace> {}

  /** Asks where a ticket stands. If its call has lapsed, it goes to the return lane. */
  record AskPlace(TicketRef ticket) implements RoomQuestion<RoomAnswer.OfPlace> {}

  /**
   * Begins the visit of who is called, or may be called now; finds the visit of who is inside. For
   * everybody else it is {@link AskPlace}.
   */
  record Enter(TicketRef ticket) implements RoomQuestion<RoomAnswer.OfPlace> {}

  /**
   * Lets a visit last as long as one that begins now. Where that would be less than a tenth more,
   * the visit stays as it is. For whoever is not inside it says where the ticket stands.
   */
  record Renew(TicketRef ticket) implements RoomQuestion<RoomAnswer.OfPlace> {}

  /** Leaves the line, or ends the visit. */
  record Leave(TicketRef ticket) implements RoomQuestion<RoomAnswer.OfPlace> {}
}
