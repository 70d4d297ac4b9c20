package io.tidegate.store.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records count. Every reader of every home applies this one rule, in the order in
 * which the bytes lie there. One thread.
 *
 * <p><b>A record counts</b> if its sequence is the end's plus one and its chain value follows from
 * the last record that counted. It is then the new end. Anything else is one of these:
 *
 * <table>
 * <caption>What stands where the next record may stand</caption>
 * <tr><th>what</th><th>{@link Home#STRICT}: files, a table with a key</th>
 * <th>{@link Home#SHARED}: anybody may append anything</th></tr>
 * <tr><td>a sign of life</td><td>damage</td><td>a sign: it takes no place</td></tr>
 * <tr><td>a sequence at or below the end: it lost a race, or is a twin</td><td>damage</td><td>dead</td></tr>
 * <tr><td>anything behind a record that moved the log</td><td>damage</td><td>dead</td></tr>
 * <tr><td>bytes that are no record of this log</td><td>damage</td><td>dead</td></tr>
 * <tr><td>a sequence beyond the next one</td><td>damage</td><td>damage</td></tr>
 * <tr><td>the next sequence, not following from the end</td><td>damage</td><td>damage</td></tr>
 * </table>
 *
 * <p>Only what can lose a race is dead. Damage stops the reader: there were records that it cannot
 * see, or there are other records now. The last row cannot come from a race, since a record is sent
 * only after the one before it counted; it comes from a log that was cut and has grown again.
 *
 * <p>The chain makes this safe. The terms in leader records are only for people.
 */
public final class ValidityRule {

  /** What may stand between the records that count. */
  public enum Home {
    /** Nothing: whoever appends is compared first, or is alone. */
    STRICT,
    /** What lost a race, signs of life, and foreign bytes. */
    SHARED
  }

  /** What one record is to a reader that stands behind the end. */
  public sealed interface Verdict {
    /** It counts, and is the new end once it was {@linkplain ValidityRule#accept accepted}. */
    record Counts() implements Verdict {}

    /**
     * A sign of life.
     *
     * @param current whether nothing counted between what its writer had read and it
     */
    record Sign(boolean current) implements Verdict {}

    /** It never counts, and that is no reason to worry. */
    record Dead(String why) implements Verdict {}

    /** Nothing behind it can be trusted. */
    record Damage(String why) implements Verdict {}

    /** What was read before has other bytes now. */
    record HistoryChanged(String why) implements Verdict {}
  }

  private static final Verdict COUNTS = new Verdict.Counts();
  private static final Verdict CURRENT = new Verdict.Sign(true);
  private static final Verdict PASSED = new Verdict.Sign(false);

  private final Home home;
  private final Chain chain;
  private boolean chained;
  private long sequence;
  private boolean moved;

  /** For a reader that stands behind that record. */
  public ValidityRule(Home home, LogPosition end) {
    this.home = home;
    this.chain = new Chain(Chain.parse(end.chain()));
    this.chained = true;
    this.sequence = end.sequence();
  }

  /**
   * For a reader that goes forward to where it knows the chain again, and checks sequences alone
   * until {@link #knows}.
   *
   * @param sequence of the record before the next one
   */
  public void skipTo(long sequence) {
    this.sequence = sequence;
    chained = false;
  }

  /** Checks the chain from here on: the last accepted record had this chain value. */
  public void knows(byte[] value) {
    chain.set(value);
    chained = true;
  }

  /**
   * What the next record is.
   *
   * @param bytes hold a record whose checksum fits
   * @param at where it begins
   */
  public Verdict judge(ByteBuffer bytes, int at) {
    RecordKind kind = RecordKind.of(bytes.get(at + RecordLayout.KIND));
    long found = bytes.getLong(at + RecordLayout.SEQUENCE);
    if (kind == null) return unreadable("its kind is unknown");
    if (kind == RecordKind.SIGN) return sign(bytes, at, found);
    if (moved) return lost("it stands behind the record that moved the log");
    if (found <= sequence) return lost(standsThere(found));
    if (found != sequence + 1) return new Verdict.Damage(standsThere(found));
    if (chained && !chain.links(bytes, at, bytes.getInt(at + RecordLayout.LENGTH)))
      return new Verdict.Damage("its chain value does not follow from the record before");
    return COUNTS;
  }

  private Verdict sign(ByteBuffer bytes, int at, long found) {
    if (home == Home.STRICT) return new Verdict.Damage("a sign of life never stands there");
    return !moved && found == sequence && chain.stands(bytes, at) ? CURRENT : PASSED;
  }

  private static String standsThere(long found) {
    return "record " + found + " stands there";
  }

  private Verdict lost(String why) {
    return home == Home.STRICT ? new Verdict.Damage(why) : new Verdict.Dead(why);
  }

  /** What bytes are that are no whole record of this log. */
  public Verdict unreadable(String why) {
    return lost(why);
  }

  /**
   * What a record is that is read once more, at the place of the last one that counted. A reader
   * that was told where it stands begins with that.
   *
   * @return counts if it is the same one
   */
  public Verdict again(LogRecord record) {
    if (record.sequence() == sequence && chain.is(Chain.parse(record.chain()))) {
      moved = record.kind() == RecordKind.MOVED;
      return COUNTS;
    }
    return new Verdict.HistoryChanged(
        "record %d was read with chain %s, and now record %d with chain %s stands there"
            .formatted(sequence, chain.hex(), record.sequence(), record.chain()));
  }

  /** Moves the end behind a record that counts, as {@link #judge} said. */
  public void accept(ByteBuffer bytes, int at) {
    chain.advance(bytes, at);
    sequence++;
    moved = bytes.get(at + RecordLayout.KIND) == RecordKind.MOVED.code();
  }

  /** Sequence of the last record that counted. */
  public long sequence() {
    return sequence;
  }

  /** Chain value of the last record that counted, 64 hexadecimal digits. */
  public String chain() {
    return chain.hex();
  }

  /** Whether the last record that counted says that the log was moved. */
  public boolean moved() {
    return moved;
  }

  /** What a verdict says is wrong; null if it counts. */
  public static @Nullable String why(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Counts _ -> null;
      case Verdict.Sign _ -> "a sign of life stands there";
      case Verdict.Dead(String why) -> why;
      case Verdict.Damage(String why) -> why;
      case Verdict.HistoryChanged(String why) -> why;
    };
  }

  /** Whether that is the chain value of the last record that counted. */
  public boolean endsWith(byte[] value) {
    return chain.is(value);
  }
}
