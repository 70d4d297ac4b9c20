package io.tidegate.core;

import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.KeyTable;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lets what is over leave memory, a slice at a time: keys of charges after 24 h, keys and finished
 * claims of a sale 24 h after it closed. The journal keeps them all.
 *
 * <p>Holds only where it stopped looking, which changes nothing but the moment at which a row goes.
 * Confined to the loop's thread.
 */
public final class Retirement {

  private final int slice;
  private long claimCursor;
  private int keyCursor;

  /**
   * @param slice rows looked at in one call, at least 1
   */
  public Retirement(int slice) {
    this.slice = slice;
  }

  /** Keys to forget, null if this slice holds none. */
  public @Nullable Event nextKeys(State state, long nowMs) {
    KeyTable keys = state.sale().keys;
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
    return t.claims.state(claim) == ClaimState.NONE || longClosed(t, claim, nowMs);
  }

  /**
   * Claims to retire, null if this slice holds none. A claim goes after its keys, a full round
   * later.
   */
  public @Nullable Event nextClaims(State state, long nowMs) {
    SaleTables t = state.sale();
    long[] claims = new long[slice];
    int found = 0;
    for (int looked = 0; looked < Math.min(slice, t.claims.end()); looked++) {
      if (claimCursor >= t.claims.end()) claimCursor = 0;
      long claim = claimCursor++;
      ClaimState is = t.claims.state(claim);
      if (is == ClaimState.NONE || is == ClaimState.HELD) continue;
      if (longClosed(t, claim, nowMs - State.KEPT_MS)) claims[found++] = claim;
    }
    return found == 0 ? null : new ClaimsRetired(Arrays.copyOf(claims, found));
  }

  private static boolean longClosed(SaleTables t, long claim, long nowMs) {
    long sale = t.offers.sale(t.claims.offer(claim));
    return t.sales.state(sale) == SaleState.CLOSED
        && t.sales.closedAtMs(sale) + State.KEPT_MS <= nowMs;
  }
}
