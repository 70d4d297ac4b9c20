package io.tidegate.engine.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to where rooms live. It may delay, lose and repeat questions and answers; {@link
 * LinkedRoomPort} makes a {@link RoomPort} of it. Any thread.
 */
public interface RoomLink {

  /**
   * Sends a question on its way, and returns.
   *
   * @return false if it cannot: then the question has no effect and gets no answer
   */
  boolean send(RoomCall<?> call);

  /** As {@link RoomPort#status}. */
  @Nullable RoomStatus status(long room);

  /** As {@link RoomPort#measured}. */
  void measured(long room, double peoplePerSecond);

  /** Where answers come back to. Any thread. */
  @FunctionalInterface
  interface Receiver {

    /** Takes answers that came together; which are too late or came before is not the link's. */
    void receive(List<Answered> answers);
  }

  /** A call and what the room said to it, of the kind that its question comes to. */
  record Answered(RoomCall<?> call, RoomAnswer answer) {}
}
