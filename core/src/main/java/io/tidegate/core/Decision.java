package io.tidegate.core;

import io.tidegate.core.Result.Refusal;
import java.util.List;

/**
 * The result of a command, and the events that make it true.
 *
 * @param events in order; empty for a refusal or a question
 */
public record Decision(Result result, List<Event> events) {

  static Decision no(Refusal refusal) {
    return new Decision(refusal, List.of());
  }

  static Decision answer(Result result) {
    return new Decision(result, List.of());
  }

  static Decision yes(Result result, Event event) {
    return new Decision(result, List.of(event));
  }

  static Decision yes(Result result, Event first, Event second) {
    return new Decision(result, List.of(first, second));
  }
}
