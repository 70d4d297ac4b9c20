package io.tidegate.store.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One side of an adversarial log as the port: each call lets time pass until its answer is here.
 */
final class BlockingLog implements Log {
  private static final int PAGE = 3;

  private final LogIdentity identity;
  private final AdversarialLog home;
  private final AdversarialLog.Side side;
  private final SimulatedTime time;

  BlockingLog(LogIdentity identity, AdversarialLog log, SimulatedTime time) {
    this.identity = identity;
    this.home = log;
    this.side = log.side();
    this.time = time;
  }

  @Override
  public LogIdentity identity() {
    return identity;
  }

  @Override
  public int recordBytesMax() {
    return 4 << 10;
  }

  @Override
  public LogPosition end() throws IOException {
    return page(identity.beginning(), 0).end();
  }

  @Override
  public AppendResult append(long expectedSequence, byte[] previousChain, LogRecord record) {
    if (record.size() > recordBytesMax())
      throw new IllegalArgumentException("a record of " + record.size() + " bytes");
    // A home on a partition never sends what does not follow from what it has read to the end.
    LogPosition end = home.end();
    if (expectedSequence > end.sequence()
        && !Arrays.equals(previousChain, Chain.parse(end.chain())))
      return new AppendResult.Conflict(end);
    Answer<AppendResult> answer = new Answer<>();
    side.append(expectedSequence, previousChain, record, answer::is);
    return answer.waited();
  }

  @Override
  public SignResult sign(LogPosition end) {
    Answer<SignResult> answer = new Answer<>();
    side.sign(end, answer::is);
    return answer.waited();
  }

  @Override
  public LogReader read(LogPosition after) throws IOException {
    page(after, 0);
    return new Reader(after);
  }

  @Override
  public void close() {}

  private AdversarialLog.Page page(LogPosition after, int most) throws IOException {
    Answer<Object> answer = new Answer<>();
    side.read(
        after,
        most,
        new AdversarialLog.ReadReply() {
          @Override
          public void page(AdversarialLog.Page page) {
            answer.is(page);
          }

          @Override
          public void refused(LogRefusedException why) {
            answer.is(why);
          }

          @Override
          public void failed() {
            answer.is(new IOException("no answer"));
          }
        });
    Object got = answer.waited();
    if (got instanceof IOException e) throw e;
    return (AdversarialLog.Page) got;
  }

  private final class Answer<T> {
    private @Nullable T value;

    void is(T given) {
      value = given;
    }

    T waited() {
      time.runUntil(() -> value != null);
      T given = value;
      if (given == null) throw new AssertionError();
      return given;
    }
  }

  private final class Reader implements LogReader {
    private final Deque<LogRecord> ahead = new ArrayDeque<>();
    private LogPosition position;
    private @Nullable LogRecord record;

    Reader(LogPosition after) {
      position = after;
    }

    @Override
    public boolean next() throws IOException {
      if (ahead.isEmpty()) ahead.addAll(page(position, PAGE).records());
      LogRecord next = ahead.poll();
      if (next == null) return false;
      record = next;
      position = next.position();
      return true;
    }

    @Override
    public LogRecord record() {
      LogRecord last = record;
      if (last == null) throw new IllegalStateException("nothing was read");
      return last;
    }

    @Override
    public LogPosition position() {
      return position;
    }

    @Override
    public LogIdentity identity() {
      return identity;
    }

    @Override
    public String place() {
      return "in memory";
    }

    @Override
    public void close() {}
  }
}
