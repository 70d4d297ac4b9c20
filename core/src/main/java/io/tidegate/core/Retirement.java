package io.tidegate.core;

import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.RoomsRetired;
import io.tidegate.core.Event.SalesRetired;
import io.tidegate.core.room.Room;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.IdempotencyKeyTable;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Removes what is over from memory, a slice at a time. Keys of top-ups leave after 24 h; keys of a
 * claim 24 h after it ended or its sale closed, and the claim a day after them, unless it is held
 * still; all keys and claims of a stopped sale 30 days after the stop, and a day later; a user with
 * the last claim, unless there is money in the wallet; sales that are over, with their offers,
 * dates and seats, and rooms that are closed, after 30 days. The journal keeps them all.
 *
 * <p>Its own state is only where it stopped looking, which affects nothing but the moment at which
 * a row leaves. Confined to the loop's thread.
 */
public final class Retirement {

  private final int slice;
  private long claimCursor;
  private int keyCursor;
  private long saleCursor;

  /**
   * @param slice rows looked at in one call, at least 1
   */
  public Retirement(int slice) {
    this.slice = slice;
  }

  /** Keys to forget, null if this slice holds none. */
  public @Nullable Event nextKeys(State state, long nowMs) {
    IdempotencyKeyTable keys = state.sale().keys;
    long[] halves = new long[2 * slice];
    int found = 0;
    for (int looked = 0; looked < Math.min(slice, keys.end()); looked++) {
      if (keyCursor >= keys.end()) keyCursor = 0;
      int row = keyCursor++;
      if (keys.hi(row) == 0 || !expired(state.sale(), row, nowMs)) continue;
      halves[found++] = keys.hi(row);
      halves[found++] = keys.lo(row);
    }
    return found == 0 ? null : new KeysExpired(Arrays.copyOf(halves, found));
  }

  /** A free row has a high half of 0; its other columns mean nothing. */
  private static boolean expired(SaleTables t, int row, long nowMs) {
    long claim = t.keys.claim(row);
    if (claim == 0) return t.keys.untilMs(row) <= nowMs;
    return t.claims.state(claim) == ClaimState.NONE || longDone(t, claim, nowMs);
  }

  /**
   * Claims to retire, null if this slice holds none. A claim goes a day later than its keys may.
   */
  public @Nullable Event nextClaims(State state, long nowMs) {
    SaleTables t = state.sale();
    long[] claims = new long[slice];
    int found = 0;
    for (int looked = 0; looked < slice; looked++) {
      long claim = t.claims.next(claimCursor);
      claimCursor = claim < t.claims.end() ? claim + 1 : 0;
      if (claimCursor == 0) break;
      ClaimState is = t.claims.state(claim);
      if (is == ClaimState.NONE || !longDone(t, claim, nowMs - State.KEPT_MS)) continue;
      // In a sale that was stopped what is held never lapses; in a closed one it still does.
      boolean ends = is == ClaimState.HELD && t.sales.state(saleOf(t, claim)) == SaleState.CLOSED;
      if (!ends) claims[found++] = claim;
    }
    return found == 0 ? null : new ClaimsRetired(Arrays.copyOf(claims, found));
  }

  /**
   * Sales to retire, null if this slice holds none: over for 30 days, and without a claim in
   * memory.
   */
  public @Nullable Event nextSales(State state, long nowMs) {
    SaleTables t = state.sale();
    long[] sales = new long[slice];
    int found = 0;
    for (int looked = 0; looked < slice; looked++) {
      long sale = t.sales.next(saleCursor);
      saleCursor = sale < t.sales.end() ? sale + 1 : 0;
      if (saleCursor == 0) break;
      if (!t.sales.exists(sale) || !t.sales.over(sale) || t.sales.claims(sale) > 0) continue;
      if (t.sales.overAtMs(sale) + State.OVER_KEPT_MS <= nowMs) sales[found++] = sale;
    }
    return found == 0 ? null : new SalesRetired(Arrays.copyOf(sales, found));
  }

  /** Rooms to retire, null if there are none: closed for 30 days, and without a sale in memory. */
  public @Nullable Event nextRooms(State state, long nowMs) {
    long[] rooms =
        state.rooms().all().stream()
            .filter(room -> room.closedAtMs() > 0 && room.sales() == 0)
            .filter(room -> room.closedAtMs() + State.OVER_KEPT_MS <= nowMs)
            .mapToLong(Room::id)
            .limit(slice)
            .toArray();
    return rooms.length == 0 ? null : new RoomsRetired(rooms);
  }

  private static long saleOf(SaleTables t, long claim) {
    return t.offers.sale(t.claims.offer(claim));
  }

  /**
   * Whether a claim or its sale is over for so long that its keys need not be kept. In a stopped
   * sale what has ended stays with the rest, for whoever looks into it.
   */
  private static boolean longDone(SaleTables t, long claim, long nowMs) {
    long endedMs = t.claims.endedMs(claim);
    boolean longEnded = endedMs > 0 && endedMs + State.KEPT_MS <= nowMs;
    long sale = saleOf(t, claim);
    return longOver(t, sale, nowMs) || (longEnded && t.sales.state(sale) != SaleState.STOPPED);
  }

  /**
   * Whether a sale is over for so long that keys and claims need not be kept. From here on a
   * stopped sale cannot be taken up again: what there was of it is about to go.
   */
  static boolean longOver(SaleTables t, long sale, long nowMs) {
    long keptMs = t.sales.state(sale) == SaleState.STOPPED ? State.STOPPED_KEPT_MS : State.KEPT_MS;
    return t.sales.over(sale) && t.sales.overAtMs(sale) + keptMs <= nowMs;
  }
}
