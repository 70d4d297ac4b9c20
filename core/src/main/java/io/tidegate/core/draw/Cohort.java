package io.tidegate.core.draw;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The numbers that take part in a draw, ascending. Immutable. Stored as runs without gaps, since
 * few people leave before an opening: a million people take a few bytes, plus 16 for each one who
 * left.
 */
public final class Cohort {

  private static final int BUFFER_BYTES = 1 << 13;
  private static final int DIGITS_MAX = 19;

  private final long[] runs; // first and last number of each
  private final int size;

  private Cohort(long[] runs, int size) {
    this.runs = runs;
    this.size = size;
  }

  /**
   * These numbers.
   *
   * @param numbers ascending, each at least 1 and there once
   */
  public static Cohort of(long[] numbers) {
    long[] runs = new long[16];
    int length = 0;
    for (long number : numbers) {
      if (length > 0 && runs[length - 1] == number - 1) {
        runs[length - 1] = number;
        continue;
      }
      if (length == runs.length) runs = Arrays.copyOf(runs, 2 * length);
      runs[length++] = number;
      runs[length++] = number;
    }
    return new Cohort(Arrays.copyOf(runs, length), numbers.length);
  }

  /** As {@link #runs} gave it. */
  public static Cohort ofRuns(long[] runs) {
    long size = 0;
    for (int i = 0; i < runs.length; i += 2) size += runs[i + 1] - runs[i] + 1;
    return new Cohort(runs.clone(), Math.toIntExact(size));
  }

  /** First and last number of each run, ascending; a copy. */
  public long[] runs() {
    return runs.clone();
  }

  /** How many take part. */
  public int size() {
    return size;
  }

  /** Whether a number takes part, given that it had joined before the close. */
  public boolean reaches(long number) {
    return runs.length > 0 && number <= runs[runs.length - 1];
  }

  /** All numbers, ascending. */
  public long[] numbers() {
    long[] numbers = new long[size];
    int at = 0;
    for (int i = 0; i < runs.length; i += 2)
      for (long number = runs[i]; number <= runs[i + 1]; number++) numbers[at++] = number;
    return numbers;
  }

  /** SHA-256 of the numbers in decimal, each followed by a line feed. */
  public Bytes32 digest() {
    Lines lines = new Lines(Bytes32.newSha256());
    for (int i = 0; i < runs.length; i += 2)
      for (long number = runs[i]; number <= runs[i + 1]; number++) lines.accept(number);
    return Bytes32.of(lines.digest());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cohort cohort && Arrays.equals(runs, cohort.runs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(runs);
  }

  /** As {@code 3 numbers, digest 5f…}: a million of them are no text. */
  @Override
  public String toString() {
    return size + " numbers, digest " + digest().hex();
  }

  /** Numbers as lines of text, fed to a hash a buffer at a time. */
  private static final class Lines implements LongConsumer {

    private final MessageDigest hash;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int end;

    Lines(MessageDigest hash) {
      this.hash = hash;
    }

    @Override
    public void accept(long number) {
      if (end > BUFFER_BYTES - DIGITS_MAX - 1) flush();
      int digits = 1;
      for (long rest = number; rest > 9; rest /= 10) digits++;
      long rest = number;
      for (int i = end + digits - 1; i >= end; i--) {
        buffer[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      end += digits;
      buffer[end++] = '\n';
    }

    byte[] digest() {
      flush();
      return hash.digest();
    }

    private void flush() {
      hash.update(buffer, 0, end);
      end = 0;
    }
  }
}
