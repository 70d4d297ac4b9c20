package io.tidegate.store.log;

import io.tidegate.store.log.ValidityRule.Home;
import io.tidegate.store.log.ValidityRule.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory that does to its clients whatever a shared home may do, in one thread, from one
 * seed: it delays, reorders, loses requests and acknowledgements, lets a twin of a request land
 * long after, holds foreign bytes, comes back shorter, and cuts one side off.
 *
 * <p>What it never does is what no home does: change a record that it keeps, or acknowledge one
 * that does not count.
 */
public final class AdversarialLog {

  /** How a home takes an append. */
  public enum Medium {
    /** Like a table with a key: compared when it lands. */
    TABLE,
    /** Like a partition: anything is appended, and reading decides. */
    PARTITION
  }

  /**
   * How bad it gets; each {@code …In} is one in that many, 0 for never.
   *
   * @param delayMs one way, at most
   * @param slowIn how often a message takes up to {@code slowMs}
   * @param slowMs such a message's delay at most
   * @param lostIn how often a request is lost
   * @param ackLostIn how often a reply is lost
   * @param twinIn how often an append lands once more, up to {@code twinMs} later
   * @param twinMs a twin's delay at most
   * @param foreignIn how often something foreign lands before an append; in a partition alone
   */
  public record Faults(
      int delayMs,
      int slowIn,
      int slowMs,
      int lostIn,
      int ackLostIn,
      int twinIn,
      int twinMs,
      int foreignIn) {

    /** A home on its best day. */
    public static final Faults NONE = new Faults(1, 0, 0, 0, 0, 0, 0, 0);

    /** Different from seed to seed, from harmless to hardly usable. */
    public static Faults some(Random random) {
      if (random.nextInt(8) == 0) return NONE;
      return new Faults(
          1 + random.nextInt(20),
          random.nextInt(40),
          200 + random.nextInt(3_000),
          random.nextInt(60),
          random.nextInt(40),
          random.nextInt(20),
          100 + random.nextInt(10_000),
          random.nextInt(20));
    }
  }

  /**
   * What a read gave.
   *
   * @param records that count behind the place that was asked for, in order
   * @param end of the whole log at that moment
   * @param signs signs of life that counted so far
   */
  public record Page(List<LogRecord> records, LogPosition end, long signs) {}

  /** Takes what came of a read. */
  public interface ReadReply {
    /** It was answered. */
    void page(Page page);

    /** The home refused: what was read before has changed. */
    void refused(LogRefusedException why);

    /** Nothing came back in time. */
    void failed();
  }

  /** After that a client takes silence for an answer. */
  public static final int TIMEOUT_MS = 800;

  private final LogIdentity identity;
  private final Medium medium;
  private final SimulatedTime time;
  private final Random random;
  private Faults faults;
  private boolean comparing = true;

  // Everything that lies there, and of it what counts, with its place.
  private final List<ByteBuffer> entries = new ArrayList<>();
  private final List<LogRecord> counted = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final Set<String> chains = new HashSet<>();
  private final RecordBuffer signing;
  private ValidityRule rule;
  private long signs;
  private long dead;

  /** An empty log. */
  public AdversarialLog(
      LogIdentity identity, Medium medium, SimulatedTime time, Random random, Faults faults) {
    this.identity = identity;
    this.medium = medium;
    this.time = time;
    this.random = random;
    this.faults = faults;
    this.signing = new RecordBuffer(identity, 1 << 10);
    this.rule = new ValidityRule(home(), identity.beginning());
  }

  private Home home() {
    return medium == Medium.TABLE ? Home.STRICT : Home.SHARED;
  }

  /** Better or worse from here on. */
  public void faults(Faults other) {
    faults = other;
  }

  /** Breaks the home itself: it compares no more, so that a simulation can be seen to notice. */
  public void compareNothing() {
    comparing = false;
  }

  /** All that counts now, in order. */
  public List<LogRecord> counted() {
    return List.copyOf(counted);
  }

  /** What was passed over so far. */
  public long dead() {
    return dead;
  }

  /** Where it ends now. */
  public LogPosition end() {
    return counted.isEmpty() ? identity.beginning() : counted.getLast().position();
  }

  /** The home comes back without its last records, as one that replicated too late does. */
  public void cut(int records) {
    int keep = Math.max(0, counted.size() - records);
    if (keep == counted.size()) return;
    entries.subList(places.get(keep), entries.size()).clear();
    for (LogRecord gone : counted.subList(keep, counted.size())) chains.remove(gone.chain());
    counted.subList(keep, counted.size()).clear();
    places.subList(keep, places.size()).clear();
    rule = new ValidityRule(home(), end());
  }

  /** A client's way to it. */
  public Side side() {
    return new Side();
  }

  /** One client; several may stand on one log. */
  public final class Side {
    private boolean cutOff;

    /** Nothing gets through, in either direction, or everything does again. */
    public void cutOff(boolean isCutOff) {
      cutOff = isCutOff;
    }

    /** See {@link Log#append}; {@code then} is called exactly once. */
    public void append(
        long sequence, byte[] previousChain, LogRecord record, Consumer<AppendResult> then) {
      LogRecord sent = record.kept();
      Once<AppendResult> reply = new Once<>(this, new AppendResult.Unknown(null), then);
      travel(() -> land(sequence, previousChain, sent), reply);
      if (oneIn(faults.twinIn()))
        time.after(random.nextInt(faults.twinMs()), () -> land(sequence, previousChain, sent));
    }

    /** See {@link Log#sign}. */
    public void sign(LogPosition end, Consumer<SignResult> then) {
      travel(() -> landSign(end), new Once<>(this, SignResult.UNKNOWN, then));
    }

    /** See {@link Log#read}: at most so many records. */
    public void read(LogPosition after, int most, ReadReply then) {
      Once<Object> reply =
          new Once<>(
              this,
              this,
              answer -> {
                if (answer instanceof Page page) then.page(page);
                else if (answer instanceof LogRefusedException why) then.refused(why);
                else then.failed();
              });
      travel(() -> pageOrRefusal(after, most), reply);
    }

    private <T> void travel(Supplier<T> atHome, Once<T> reply) {
      if (cutOff || oneIn(faults.lostIn())) return;
      time.after(
          delay(),
          () -> {
            T answer = atHome.get();
            if (!oneIn(faults.ackLostIn())) time.after(delay(), () -> reply.arrives(answer));
          });
    }
  }

  /** A reply that comes in time, or silence that is taken for one. */
  private final class Once<T> {
    private final Side side;
    private @Nullable Consumer<T> then;

    Once(Side side, T silence, Consumer<T> then) {
      this.side = side;
      this.then = then;
      time.after(TIMEOUT_MS, () -> finish(silence));
    }

    void arrives(T answer) {
      if (!side.cutOff) finish(answer);
    }

    private void finish(T answer) {
      Consumer<T> waiting = then;
      then = null;
      if (waiting != null) waiting.accept(answer);
    }
  }

  private AppendResult land(long sequence, byte[] previousChain, LogRecord record) {
    if (medium == Medium.TABLE) return landInTable(sequence, previousChain, record);
    if (oneIn(faults.foreignIn())) add(foreign());
    add(record.bytes());
    return outcome(record);
  }

  private AppendResult landInTable(long sequence, byte[] previousChain, LogRecord record) {
    LogPosition end = end();
    boolean fits =
        sequence == end.sequence() + 1
            && Arrays.equals(Chain.parse(end.chain()), previousChain)
            && !rule.moved();
    if (fits || (!comparing && sequence > 0)) add(record.bytes());
    return outcome(record);
  }

  private AppendResult outcome(LogRecord record) {
    return chains.contains(record.chain())
        ? AppendResult.Appended.APPENDED
        : new AppendResult.Conflict(end());
  }

  private SignResult landSign(LogPosition end) {
    LogPosition now = end();
    boolean current = now.sequence() == end.sequence() && now.chain().equals(end.chain());
    if (medium == Medium.TABLE) {
      if (current) signs++;
    } else {
      Chain chain = new Chain(Chain.parse(end.chain()));
      signing.begin();
      add(signing.seal(RecordKind.SIGN, end.sequence(), end.timeMs(), 0, chain).kept().bytes());
    }
    return current ? SignResult.COUNTED : SignResult.PASSED;
  }

  private void add(ByteBuffer bytes) {
    entries.add(bytes);
    switch (judge(rule, bytes)) {
      case Verdict.Counts _ -> {
        rule.accept(bytes, 0);
        LogRecord record = new LogRecord(bytes, 0);
        counted.add(record);
        places.add(entries.size() - 1);
        chains.add(record.chain());
      }
      case Verdict.Sign(boolean current) -> signs += current ? 1 : 0;
      case Verdict.Dead _ -> dead++;
      // Readers find it; this side of the home does not read.
      case Verdict.Damage _, Verdict.HistoryChanged _ -> {}
    }
  }

  private Verdict judge(ValidityRule by, ByteBuffer bytes) {
    String problem = LogRecord.problem(identity, bytes, 0);
    return problem == null ? by.judge(bytes, 0) : by.unreadable(problem);
  }

  private ByteBuffer foreign() {
    if (!counted.isEmpty() && random.nextBoolean())
      return counted.get(random.nextInt(counted.size())).bytes();
    byte[] junk = new byte[random.nextInt(200)];
    random.nextBytes(junk);
    return ByteBuffer.wrap(junk);
  }

  private Object pageOrRefusal(LogPosition after, int most) {
    try {
      return page(after, most);
    } catch (LogRefusedException e) {
      return e;
    }
  }

  /** Reads as a client does, by the rule, from what lies there. */
  private Page page(LogPosition after, int most) throws LogRefusedException {
    List<LogRecord> found = new ArrayList<>();
    ValidityRule reading = new ValidityRule(home(), after);
    int from = placeBehind(after, reading);
    for (int i = from; i < entries.size() && found.size() < most; i++) {
      ByteBuffer bytes = entries.get(i);
      switch (judge(reading, bytes)) {
        case Verdict.Counts _ -> {
          reading.accept(bytes, 0);
          found.add(new LogRecord(bytes, 0));
        }
        case Verdict.Sign _, Verdict.Dead _ -> {}
        case Verdict.Damage(String why) ->
            throw new LogRefusedException("damaged at place " + i + ": " + why);
        case Verdict.HistoryChanged(String why) -> throw new LogRefusedException(why);
      }
    }
    return new Page(found, end(), signs);
  }

  private int placeBehind(LogPosition after, ValidityRule reading) throws LogRefusedException {
    if (after.sequence() > counted.size()) return entries.size();
    if (after.sequence() == 0) return 0;
    int index = (int) after.sequence() - 1;
    if (reading.again(counted.get(index)) instanceof Verdict.HistoryChanged(String why))
      throw new LogRefusedException(why);
    return places.get(index) + 1;
  }

  private int delay() {
    if (oneIn(faults.slowIn())) return 1 + random.nextInt(faults.slowMs());
    return 1 + random.nextInt(faults.delayMs());
  }

  private boolean oneIn(int many) {
    return many > 0 && random.nextInt(many) == 0;
  }
}
