package io.tidegate.audit.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The idempotency keys in use, each with its use. */
final class KeysInUse {
  private static final long DAY_MS = 24 * 60 * 60 * 1_000L;

  private final Breaches breaches;

  /** To a row, from 1. */
  private final PairMap used = new PairMap();

  private long[] sequences = new long[16];
  private long[] fingerprints = new long[16];
  private long[] claims = new long[16];
  private long[] timesMs = new long[16];

  /** Rows below this were in use once; those that are free now hang together by {@code claims}. */
  private int rows = 1;

  private int free;
  private long uses;
  private long forgotten;

  KeysInUse(Breaches breaches) {
    this.breaches = breaches;
  }

  /** A key is used, for a claim or, with 0, for money put in. */
  void use(Event.@Nullable IdempotencyKey key, long claim, long timeMs) {
    if (key == null) return;
    uses++;
    int before = (int) used.get(key.high(), key.low());
    if (before != 0) {
      breaches.add(
          Rule.KEYS, name(key.high(), key.low()) + " was used by record " + sequences[before]);
      return;
    }
    int row = take();
    sequences[row] = breaches.place().sequence();
    fingerprints[row] = key.fingerprint();
    claims[row] = claim;
    timesMs[row] = timeMs;
    used.put(key.high(), key.low(), row);
  }

  private int take() {
    if (free > 0) {
      int row = free;
      free = (int) claims[row];
      return row;
    }
    if (rows == sequences.length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 8, rows * 2L);
      sequences = Arrays.copyOf(sequences, size);
      fingerprints = Arrays.copyOf(fingerprints, size);
      claims = Arrays.copyOf(claims, size);
      timesMs = Arrays.copyOf(timesMs, size);
    }
    return rows++;
  }

  /** Keys are forgotten, as pairs of high and low halves. */
  void expire(long[] halves, ClaimBook book, long timeMs) {
    if (halves.length % 2 != 0) breaches.add(Rule.KEYS, "half a key is forgotten");
    for (int i = 0; i + 1 < halves.length; i += 2) forget(halves[i], halves[i + 1], book, timeMs);
  }

  private void forget(long high, long low, ClaimBook book, long timeMs) {
    forgotten++;
    int row = (int) used.get(high, low);
    if (row == 0) {
      breaches.add(Rule.KEYS, name(high, low) + " is forgotten, and was not in use");
      return;
    }
    if (!isOver(row, book, timeMs))
      breaches.add(Rule.KEYS, name(high, low) + " is forgotten early");
    used.put(high, low, 0);
    sequences[row] = 0;
    claims[row] = free;
    free = row;
  }

  /** Money's key is kept for a day; a claim's until its claim may leave memory. */
  private boolean isOver(int row, ClaimBook book, long timeMs) {
    if (claims[row] == 0) return timeMs - timesMs[row] >= DAY_MS;
    Claim claim = book.find(claims[row]);
    return claim == null || claim.isLongOver(timeMs);
  }

  /** The row of a key; 0 if it is not in use. */
  int row(long high, long low) {
    return (int) used.get(high, low);
  }

  /** The key that has this row, in words. */
  String name(int row) {
    long[] key = used.keyOf(row);
    return name(key[0], key[1]);
  }

  /** Whether a row is that of a key in use. */
  boolean isUsed(int row) {
    return sequences[row] > 0;
  }

  /** Rows are below this. */
  int end() {
    return rows;
  }

  long fingerprint(int row) {
    return fingerprints[row];
  }

  /** The claim it was used for; 0 for a top-up. */
  long claim(int row) {
    return claims[row];
  }

  /** Until when a top-up's key is kept for certain; 0 for that of a claim. */
  long keptUntilMs(int row) {
    return claims[row] == 0 ? timesMs[row] + DAY_MS : 0;
  }

  long uses() {
    return uses;
  }

  long forgotten() {
    return forgotten;
  }

  long live() {
    return used.size();
  }

  private static String name(long high, long low) {
    return String.format("key %016x%016x", high, low);
  }
}
