package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.outbox.SinkState;
import io.tidegate.core.outbox.SinkTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sinks as one would write them down: by name, each with a list of letters. */
final class SinkModel {

  private static final Result DONE = new Result.Done();
  private static final Result UNKNOWN = new Result.Unfit("sink", "");

  private final Map<String, Sink> sinks = new TreeMap<>();

  private static final class Sink {
    long cursor;
    SinkState state = SinkState.ON;
    String reason = "";
    final List<SinkTable.Letter> letters = new ArrayList<>();

    boolean forget(long sequence, int index) {
      return letters.removeIf(l -> l.sequence() == sequence && l.index() == index);
    }
  }

  List<SinkTable.Sink> all() {
    List<SinkTable.Sink> all = new ArrayList<>();
    sinks.forEach((name, sink) -> {
      List<SinkTable.Letter> letters = new ArrayList<>(sink.letters);
      letters.sort(
          Comparator.comparingLong(SinkTable.Letter::sequence)
              .thenComparingInt(SinkTable.Letter::index));
      all.add(new SinkTable.Sink(name, sink.cursor, sink.state, sink.reason, letters));
    });
    return all;
  }

  Result list() {
    return new Result.Sinks(all());
  }

  Result move(Command.MoveCursor c) {
    if (!c.sink().startsWith("sink-")) return UNKNOWN;
    Sink sink = sinks.computeIfAbsent(c.sink(), _ -> new Sink());
    if (c.sequence() < sink.cursor) return new Result.Conflict("sequence", "");
    sink.cursor = c.sequence();
    return DONE;
  }

  Result reset(Command.ResetCursor c) {
    Sink sink = sinks.get(c.sink());
    if (sink == null) return UNKNOWN;
    sink.cursor = c.sequence();
    return DONE;
  }

  Result keep(Command.KeepLetter c, long nowMs) {
    Sink sink = sinks.get(c.sink());
    if (sink == null) return UNKNOWN;
    if (c.error().length() > 512) return new Result.Unfit("error", "");
    sink.forget(c.sequence(), c.index());
    sink.letters.add(
        new SinkTable.Letter(
            c.sequence(), c.index(), c.attempts(), c.status(), c.state(), nowMs, c.error()));
    return DONE;
  }

  Result drop(Command.DropLetter c) {
    Sink sink = sinks.get(c.sink());
    if (sink == null) return UNKNOWN;
    sink.forget(c.sequence(), c.index());
    return DONE;
  }

  Result switchTo(Command.SwitchSink c) {
    Sink sink = sinks.get(c.sink());
    if (sink == null) return UNKNOWN;
    if (sink.state != c.to()) sink.reason = c.reason();
    sink.state = c.to();
    return DONE;
  }

  Result remove(Command.RemoveSink c) {
    sinks.remove(c.sink());
    return DONE;
  }
}
