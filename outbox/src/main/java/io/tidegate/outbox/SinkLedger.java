package io.tidegate.outbox;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.outbox.SinkTable;
import java.io.IOException;
import java.util.List;

/** What is remembered of sinks: in the log, by whoever leads. Any thread. */
public interface SinkLedger {

  /** All sinks that are known. */
  List<SinkTable.Sink> sinks() throws IOException, InterruptedException;

  /**
   * Has commands about sinks decided. What they came to is durable when this returns.
   *
   * @return results in the order of the commands
   * @throws IOException if nobody leads now, or nobody knows whether they took effect
   */
  List<Result> note(List<Command> commands) throws IOException, InterruptedException;

  /** The sink of this name, null if there is none. */
  default SinkTable.@org.jspecify.annotations.Nullable Sink sink(String name)
      throws IOException, InterruptedException {
    for (SinkTable.Sink sink : sinks()) if (sink.name().equals(name)) return sink;
    return null;
  }
}
