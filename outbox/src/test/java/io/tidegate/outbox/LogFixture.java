package io.tidegate.outbox;

import io.tidegate.core.Command;
import io.tidegate.core.Decision;
import io.tidegate.core.Event;
import io.tidegate.core.Invariants;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Rules;
import io.tidegate.core.State;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.outbox.event.ClaimFacts;
import io.tidegate.outbox.event.ClaimLookup;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordBuffer;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory with the real rules before it: what relays ask to be noted is decided, becomes
 * records of the log they read, and can fail. Not thread-safe, unless a test makes it so.
 */
final class LogFixture implements LogSource, SinkLedger, ClaimLookup {

  private final LogIdentity identity = new LogIdentity(new byte[16], new byte[32]);
  private final Chain chain = new Chain(new byte[32]);
  private final RecordBuffer buffer = new RecordBuffer(identity, 1 << 20);
  private final List<LogRecord> records = new ArrayList<>();
  private final State state = new State(1);
  private final Rules rules = new Rules(Limits.DEFAULT);
  final Map<Long, ClaimFacts> facts = new HashMap<>();
  long nowMs = 1_800_000_000_000L;

  /** Cursor events since the beginning, with their times. */
  final List<Long> cursorsMs = new ArrayList<>();

  /** One call in so many fails; 0 for never. */
  int failIn;

  private final SplittableRandom random;

  LogFixture(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Appends a record with these events; returns its sequence. */
  synchronized long append(Event... events) {
    buffer.begin();
    for (Event event : events) EventCodec.write(event, buffer.room(EventCodec.bytesMax(event)));
    long sequence = records.size() + 1L;
    records.add(buffer.seal(RecordKind.BATCH, sequence, nowMs, events.length, chain).kept());
    chain.advance();
    return sequence;
  }

  @Override
  public String realm() {
    return identity.toString();
  }

  @Override
  public synchronized long end() {
    return records.size();
  }

  private void fail() throws IOException {
    if (failIn > 0 && random.nextInt(failIn) == 0) throw new IOException("a test");
  }

  @Override
  public synchronized LogReader behind(long sequence) throws IOException {
    fail();
    if (sequence > records.size()) throw new IOException("the log ends before " + sequence);
    return new Reader((int) sequence);
  }

  @Override
  public synchronized Map<Long, ClaimFacts> find(long[] claims) throws IOException {
    fail();
    Map<Long, ClaimFacts> found = new HashMap<>();
    for (long claim : claims) {
      ClaimFacts known = facts.get(claim);
      if (known != null) found.put(claim, known);
    }
    return found;
  }

  @Override
  public synchronized List<SinkTable.Sink> sinks() throws IOException {
    fail();
    return state.sinks().all();
  }

  /** As the log has it. */
  synchronized SinkTable.@Nullable Sink known(String name) {
    for (SinkTable.Sink sink : state.sinks().all()) if (sink.name().equals(name)) return sink;
    return null;
  }

  @Override
  public synchronized List<Result> note(List<Command> commands) throws IOException {
    fail();
    List<Result> results = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    Now now = Now.at(nowMs);
    for (Command command : commands) {
      Decision decision = rules.decide(state, command, now);
      for (Event event : decision.events()) {
        String broken = Invariants.broken(state, event);
        if (broken != null) throw new AssertionError(broken + ": " + event);
        state.apply(event, now);
        events.add(event);
        if (event instanceof Event.CursorMoved) cursorsMs.add(nowMs);
      }
      results.add(decision.result());
    }
    if (!events.isEmpty()) append(events.toArray(Event[]::new));
    // It took effect, and whoever asked does not learn of it.
    fail();
    return results;
  }

  private final class Reader implements LogReader {
    private int at;

    Reader(int at) {
      this.at = at;
    }

    @Override
    public boolean next() throws IOException {
      synchronized (LogFixture.this) {
        fail();
        if (at == records.size()) return false;
        at++;
        return true;
      }
    }

    @Override
    public LogRecord record() {
      synchronized (LogFixture.this) {
        LogRecord record = records.get(at - 1);
        // Lent: a reader that keeps it without a copy is found out.
        ByteBuffer lent = ByteBuffer.allocate(record.size());
        lent.put(record.bytes()).flip();
        return new LogRecord(lent, 0, record.size());
      }
    }

    @Override
    public LogPosition position() {
      return record().position();
    }

    @Override
    public LogIdentity identity() {
      return identity;
    }

    @Override
    public String place() {
      return "memory";
    }

    @Override
    public void close() {}
  }
}
