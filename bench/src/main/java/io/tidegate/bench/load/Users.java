package io.tidegate.bench.load;

/**
 * Ids of users who never asked before, looking random: a block of {@value #BLOCK} each, run through
 * in strides. All have {@value #DIGITS} digits, so that a request's length is known.
 */
public final class Users {
  /** Digits of every id. */
  static final int DIGITS = 12;

  /** Ids in a block. */
  static final int BLOCK = 100_000_000;

  /** Coprime to the block, so that the strides meet every id once. */
  static final int STRIDE = 61_803_399;

  private static final int FIRST = 100;
  private static final int LAST = 999;

  private int next = FIRST;

  /**
   * A block that nobody had, as the digits in front of its ids.
   *
   * @throws IllegalStateException if all are taken
   */
  public int nextBlock() {
    if (next > LAST) throw new IllegalStateException("no users are left");
    return next++;
  }

  /** The id of a block's user. */
  public static long id(int block, int user) {
    return 10L * BLOCK * block + BLOCK + (long) user * STRIDE % BLOCK;
  }
}
