package io.tidegate.cluster.wire;

import io.tidegate.core.Result;

/** What became of a command that was sent to whoever leads. */
public sealed interface Outcome {

  /** It was decided, and what it changed is durable. */
  record Decided(Result result) implements Outcome {}

  /**
   * It surely had no effect: the receiver does not lead, or can take no more. It may be sent to
   * another instance.
   */
  record NotDecided() implements Outcome {}

  /** Nobody knows whether it took effect. It must not be sent again without its key. */
  record Unknown() implements Outcome {}
}
