package io.tidegate.audit.ledger;

import java.util.Arrays;
import java.util.List;

/**
 * What the claims say about their users, computed for one comparison: each user's newest claim, the
 * claim before each claim, the units that each user took of each offer, and where the seats of each
 * claim stand. Rows are counted from 1.
 */
final class UserBook {
  private final PairMap userRows = new PairMap();
  private final PairMap takenRows = new PairMap();
  private long[] newest = new long[16];
  private long[] units = new long[16];
  private long[] newestOf = new long[16];

  /** By a claim's place in the book. */
  private final long[] earlier;

  private final long[] seatsFrom;
  private long seats;

  UserBook(List<Claim> claims, Wallets wallets) {
    earlier = new long[claims.size()];
    seatsFrom = new long[claims.size()];
    for (int i = 0; i < claims.size(); i++) add(claims.get(i), i);
    wallets.users(this::rowOf);
  }

  private void add(Claim claim, int at) {
    int user = rowOf(claim.user());
    seatsFrom[at] = claim.seatIds().length == 0 ? 0 : seats + 1;
    seats += claim.seatIds().length;
    taken(claim);
    if (claim.retired) return;
    earlier[at] = newest[user];
    newest[user] = claim.id();
  }

  private int rowOf(long user) {
    int row = (int) userRows.get(user, 0);
    if (row > 0) return row;
    row = userRows.size() + 1;
    if (row == newest.length) newest = Arrays.copyOf(newest, row * 2);
    userRows.put(user, 0, row);
    return row;
  }

  /** A row goes when nothing is left, and the claim it names is the last one that took some. */
  private void taken(Claim claim) {
    int row = (int) takenRows.get(claim.offer(), claim.user());
    if (row == 0) {
      row = takenRows.size() + 1;
      if (row == units.length) {
        units = Arrays.copyOf(units, row * 2);
        newestOf = Arrays.copyOf(newestOf, row * 2);
      }
      takenRows.put(claim.offer(), claim.user(), row);
    }
    newestOf[row] = claim.id();
    if (claim.state.takes() && !claim.retired) units[row] += claim.quantity();
  }

  /** The row of a user; 0 for one who never claimed or topped up. */
  int userRow(long user) {
    return (int) userRows.get(user, 0);
  }

  long user(int row) {
    return userRows.keyOf(row)[0];
  }

  String userName(int row) {
    return "user " + user(row);
  }

  int users() {
    return userRows.size();
  }

  /** The newest claim of a user that is in memory; 0 for none. */
  long newest(int userRow) {
    return newest[userRow];
  }

  /** The row of what a user took of an offer; 0 if that was never anything. */
  int takenRow(long offer, long user) {
    return (int) takenRows.get(offer, user);
  }

  String takenName(int row) {
    long[] key = takenRows.keyOf(row);
    return "offer " + key[0] + ", user " + key[1] + ",";
  }

  /** How many rows there are; some have no units any more. */
  int takenRows() {
    return takenRows.size();
  }

  long units(int takenRow) {
    return units[takenRow];
  }

  long newestOf(int takenRow) {
    return newestOf[takenRow];
  }

  /** The user's claim before the one at this place; 0 for none. */
  long earlier(int claimAt) {
    return earlier[claimAt];
  }

  /** One more than the number of seats that earlier claims named; 0 for a claim without seats. */
  long seatsFrom(int claimAt) {
    return seatsFrom[claimAt];
  }

  /** Seats that all claims named. */
  long seats() {
    return seats;
  }
}
