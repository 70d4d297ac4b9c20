package io.tidegate.engine.room;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question and where its answer goes. Made by any thread, handed to {@link RoomPort#ask} once,
 * read again by its {@link RoomSink}.
 *
 * @param <A> what the question comes to
 */
public abstract class RoomCall<A extends RoomAnswer> {

  private final RoomQuestion<A> question;
  private final RoomSink sink;
  private volatile @Nullable A answer;
  private long deadlineNs;

  /**
   * @param sink gets this call back, exactly once
   */
  protected RoomCall(RoomQuestion<A> question, RoomSink sink) {
    this.question = question;
    this.sink = sink;
  }

  /** The question. */
  public final RoomQuestion<A> question() {
    return question;
  }

  /** The answer, once it is delivered. */
  public final A answer() {
    return Objects.requireNonNull(answer, "not answered yet");
  }

  final RoomSink sink() {
    return sink;
  }

  final long deadlineNs() {
    return deadlineNs;
  }

  /** Begins here; what nobody counts twice can be asked once. */
  final void begin(long untilNs) {
    if (deadlineNs != 0) throw new IllegalStateException("asked before: " + question);
    deadlineNs = untilNs;
  }

  final boolean answered() {
    return answer != null;
  }

  /** Keeps the first answer; false for any other, which is dropped. */
  @SuppressWarnings("unchecked") // the contract of links: an answer is of its question's kind
  final synchronized boolean settle(RoomAnswer first) {
    if (answer != null) return false;
    answer = (A) first;
    return true;
  }
}
