package io.tidegate.bench.scale;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the users of one sale know: who asked, and what each was told. Users are counted from 0.
 * Written by the generator's threads, read by any.
 */
final class SaleRecords {

  /** What a user knows. */
  enum Told {
    /** Never asked. */
    UNSENT,
    /** Asked, and got no answer, or one that says neither yes nor no. */
    NOTHING,
    /** Told to ask again. */
    WAIT,
    /** Told that it is theirs. */
    YES,
    /** Told that it is not. */
    NO;

    private static final Told[] ALL = values();
  }

  private final long firstUser;
  private final AtomicIntegerArray told;
  private final AtomicLongArray intendedUs;

  /**
   * Nobody asked yet.
   *
   * @param firstUser id of user 0; the others follow
   */
  SaleRecords(long firstUser, int users) {
    this.firstUser = firstUser;
    told = new AtomicIntegerArray(users);
    intendedUs = new AtomicLongArray(users);
  }

  int users() {
    return told.length();
  }

  long id(int user) {
    return firstUser + user;
  }

  /** The user with that id, -1 if it is nobody's of this sale. */
  int userOf(long id) {
    long user = id - firstUser;
    return user >= 0 && user < users() ? (int) user : -1;
  }

  Told told(int user) {
    return Told.ALL[told.get(user)];
  }

  void tell(int user, Told what) {
    told.set(user, what.ordinal());
  }

  /** When the claim was meant to start, µs since the epoch; 0 if its answer never came. */
  long intendedUs(int user) {
    return intendedUs.get(user);
  }

  void intended(int user, long epochUs) {
    intendedUs.set(user, epochUs);
  }

  /** How many know that. */
  int count(Told what) {
    int count = 0;
    for (int user = 0; user < users(); user++) if (told(user) == what) count++;
    return count;
  }
}
