package io.tidegate.lab.options;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of a run's users and iterations are this instance's, where several instances make its load
 * together. Immutable.
 *
 * <p><b>How.</b> As k6 does it. The lengths of all parts have a common denominator, so many places
 * make a cycle, and each place of the cycle belongs to one part: going through the places in order,
 * the longest part that has not yet got its due gets the next one. The n-th user or iteration of
 * the run belongs to the part that has the place n modulo the length of the cycle. So the parts of
 * any number add up to that number, and those of a growing number grow evenly.
 */
public final class Share {

  /** Places that a cycle of segments may have. */
  static final int CYCLE_MOST = 1_000_000;

  /** All of it. */
  public static final Share WHOLE = new Share(new long[] {1}, 1, 0);

  /** Places of each part in a cycle. */
  private final long[] lengths;

  private final int part;
  private final int cycle;

  /** Places of the cycle that are this part's, in order. */
  private final int[] places;

  private Share(long[] lengths, int cycle, int part) {
    this.lengths = lengths;
    this.cycle = cycle;
    this.part = part;
    places = places();
  }

  /**
   * The share that options name.
   *
   * @param segment such as {@code 1/3:2/3}; null or empty for all
   * @param sequence such as {@code 0,1/3,2/3,1}, of which the segment is one; null or empty where
   *     nothing is known of the other instances
   */
  public static Share of(@Nullable String segment, @Nullable String sequence)
      throws OptionException {
    ExecutionSegment own =
        segment == null || segment.isEmpty()
            ? ExecutionSegment.WHOLE
            : ExecutionSegment.parse(segment);
    if (sequence == null || sequence.isEmpty()) return of(own, List.of(own));
    List<ExecutionSegment> all = ExecutionSegment.parseSequence(sequence);
    if (all.contains(own)) return of(own, all);
    throw new OptionException(
        "provided segment %s can't be found in sequence %s".formatted(own, sequence));
  }

  /**
   * Whether both are what they should be, each by itself.
   *
   * @throws OptionException if one is not
   */
  public static void check(@Nullable String segment, @Nullable String sequence)
      throws OptionException {
    if (segment != null && !segment.isEmpty()) ExecutionSegment.parse(segment);
    if (sequence != null && !sequence.isEmpty()) ExecutionSegment.parseSequence(sequence);
  }

  private static Share of(ExecutionSegment own, List<ExecutionSegment> sequence)
      throws OptionException {
    List<ExecutionSegment> all = ExecutionSegment.filled(sequence);
    BigInteger cycle = BigInteger.ONE;
    for (ExecutionSegment one : all) {
      BigInteger below = one.length().below();
      cycle = cycle.multiply(below).divide(cycle.gcd(below));
      if (cycle.compareTo(BigInteger.valueOf(CYCLE_MOST)) > 0)
        throw new OptionException(
            "execution segments must be multiples of one part in %,d".formatted(CYCLE_MOST));
    }
    long[] lengths = new long[all.size()];
    for (int i = 0; i < lengths.length; i++) {
      ExecutionSegment.Fraction length = all.get(i).length();
      lengths[i] = length.above().multiply(cycle).divide(length.below()).longValueExact();
    }
    return new Share(lengths, cycle.intValueExact(), all.indexOf(own));
  }

  private int[] places() {
    int[] own = new int[Math.toIntExact(lengths[part])];
    int count = 0;
    int[] owners = owners();
    for (int place = 0; place < cycle; place++) if (owners[place] == part) own[count++] = place;
    return own;
  }

  /** The part of each place. */
  private int[] owners() {
    int[] longestFirst =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingLong((Integer one) -> -lengths[one]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] got = new long[lengths.length];
    int[] owners = new int[cycle];
    for (int place = 0; place < cycle; place++) {
      for (int one : longestFirst) {
        if (lengths[one] == 0 || got[one] * cycle > place * lengths[one]) continue;
        got[one]++;
        owners[place] = one;
        break;
      }
    }
    return owners;
  }

  /** Whether it is all. */
  public boolean isWhole() {
    return places.length == cycle;
  }

  /** How much of the load it is, in [0, 1]. */
  public double part() {
    return (double) places.length / cycle;
  }

  /**
   * How many of so many are this instance's.
   *
   * @param all at least 0
   */
  public long of(long all) {
    int found = Arrays.binarySearch(places, (int) (all % cycle));
    return all / cycle * places.length + (found < 0 ? -found - 1 : found);
  }

  /** The same for fewer. */
  public int of(int all) {
    return Math.toIntExact(of((long) all));
  }

  /**
   * Which of all one of this instance's is.
   *
   * @param own from 0
   * @return from 0
   */
  public long global(long own) {
    return own / places.length * cycle + places[(int) (own % places.length)];
  }

  /**
   * The share that goes by users: each part has as much of the whole as it has of so many users, so
   * that who has no user gets nothing to do.
   *
   * @param users of the whole
   */
  public Share by(int users) {
    if (isWhole() || users == 0) return this;
    long[] theirs = new long[lengths.length];
    int[] owners = owners();
    int rest = users % cycle;
    for (int place = 0; place < rest; place++) theirs[owners[place]]++;
    for (int i = 0; i < theirs.length; i++) theirs[i] += users / cycle * lengths[i];
    long common = Arrays.stream(theirs).reduce(users, Share::gcd);
    return new Share(
        Arrays.stream(theirs).map(one -> one / common).toArray(),
        Math.toIntExact(users / common),
        part);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
