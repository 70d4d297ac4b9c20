package io.tidegate.engine.room;

import java.util.ArrayList;
import java.util.List;

/** A call whose answer a test can wait for. */
final class AskedCall<A extends RoomAnswer> extends RoomCall<A> {

  private static final RoomSink SINK = sink("sink");

  private final List<String> deliveries = new ArrayList<>();

  AskedCall(RoomQuestion<A> question) {
    this(question, SINK);
  }

  AskedCall(RoomQuestion<A> question, RoomSink sink) {
    super(question, sink);
  }

  /** A sink that leaves its name with each call. */
  static RoomSink sink(String name) {
    return answered -> answered.forEach(call -> ((AskedCall<?>) call).deliver(name));
  }

  private synchronized void deliver(String by) {
    deliveries.add(by);
  }

  synchronized boolean isAnswered() {
    return !deliveries.isEmpty();
  }

  /** The names of the sinks that got it. */
  synchronized List<String> deliveries() {
    return List.copyOf(deliveries);
  }
}
