package io.tidegate.engine.room;

import org.jspecify.annotations.Nullable;

/**
 * Through which the gate asks rooms. Whoever asks cannot tell whether a room's log is in the same
 * process or behind a network, and must be ready for either.
 *
 * <h2>What is promised</h2>
 *
 * <ul>
 *   <li>{@link #ask} never waits. Each call is answered exactly once, at its deadline at the
 *       latest, on the {@link RoomSink} it names; answers that come together are delivered
 *       together.
 *   <li>Any answer may be {@link RoomAnswer.Unavailable}. Then nobody knows whether the question
 *       took effect; asked again it has the effect that it would have had once: a visitor who joins
 *       twice has one number.
 *   <li>What an answer says was durable before it was said. It may be old by the time it is read.
 *   <li>What would come too late or twice is dropped.
 * </ul>
 *
 * <p>A call that was given up may take effect a little later, also after a later call of the same
 * visitor: a join that was on its way when its visitor left makes a new place in the line, which is
 * called some day, and lapses.
 *
 * <p>Any thread.
 */
public interface RoomPort {

  /** Asks a room. Where nothing can be asked now, the answer is on its way when this returns. */
  void ask(RoomCall<?> call);

  /**
   * How a room stands, without asking it: as the port heard last, with the age of that. Null where
   * it has not heard of such a room.
   */
  @Nullable RoomStatus status(long room);

  /**
   * Tells a room how many people its upstream can take, as measured; as often as it is measured.
   * The room calls no more from then on, in whole people per interval, at least one; nor does it
   * call more than its organiser set. It becomes an event only if that changes how many people are
   * called and moves the bound by a tenth, and at most every 5 s. It may be lost, and is not
   * answered: the next one says it again. New settings of the room lift the bound until the next
   * one.
   *
   * @param peoplePerSecond at least 0, finite
   */
  void measured(long room, double peoplePerSecond);
}
