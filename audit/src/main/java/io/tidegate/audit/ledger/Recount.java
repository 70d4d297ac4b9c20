package io.tidegate.audit.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts units in a second way, from the claims as they are at the end, and compares the counts
 * with the running sums.
 */
final class Recount {
  private final Breaches breaches;

  Recount(Breaches breaches) {
    this.breaches = breaches;
  }

  void check(List<Claim> claims, Collection<Offer> offers) {
    Map<Offer, long[]> units = new HashMap<>();
    for (Claim claim : claims)
      units
              .computeIfAbsent(claim.offerBook, _ -> new long[ClaimState.values().length])[
              claim.state.ordinal()] +=
          claim.quantity();
    for (Offer offer : offers) check(offer, units.getOrDefault(offer, new long[4]));
  }

  private void check(Offer offer, long[] units) {
    long held = units[ClaimState.HELD.ordinal()];
    long issued = units[ClaimState.ISSUED.ordinal()];
    boolean same = offer.held == held && offer.issued == issued;
    if (!same || offer.available + held + issued != offer.total)
      breaches.add(
          Rule.UNITS,
          "offer "
              + offer.id
              + " adds up to "
              + offer.available
              + " + "
              + held
              + " + "
              + issued
              + ", not "
              + offer.total);
  }
}
