package io.tidegate.gate.room;

import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomCall;
import io.tidegate.engine.room.RoomPort;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomSink;
import io.tidegate.http.server.HttpLoop;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks rooms for the exchanges of one event loop, and takes the answers back to it: all that come
 * together as one task.
 */
record RoomAsker(RoomPort port, HttpLoop loop) implements RoomSink {

  /** Asks; what follows runs on the loop. */
  <A extends RoomAnswer> void ask(RoomQuestion<A> question, Consumer<? super A> then) {
    port.ask(new Asked<>(question, this, then));
  }

  /** Asks for nobody's exchange; what follows runs on whatever thread has the answer. */
  static <A extends RoomAnswer> void askAnywhere(
      RoomPort port, RoomQuestion<A> question, Consumer<? super A> then) {
    port.ask(new Asked<>(question, RoomAsker::proceed, then));
  }

  @Override
  public void deliver(List<RoomCall<?>> answered) {
    boolean _ = loop.execute(() -> proceed(answered));
  }

  private static void proceed(List<RoomCall<?>> answered) {
    for (RoomCall<?> call : answered) ((Asked<?>) call).proceed();
  }

  private static final class Asked<A extends RoomAnswer> extends RoomCall<A> {
    private final Consumer<? super A> then;

    Asked(RoomQuestion<A> question, RoomSink sink, Consumer<? super A> then) {
      super(question, sink);
      this.then = then;
    }

    void proceed() {
      then.accept(answer());
    }
  }
}
