package io.tidegate.bench.crash;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.ClaimState;
import io.tidegate.audit.ledger.Figures.RoomFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the journal says by itself, as the audit reads it. Immutable once made. */
final class AuditedState {
  private final AuditReport audit;
  private final Map<Long, List<Claim>> claims = new HashMap<>();

  AuditedState(AuditReport audit) {
    this.audit = audit;
    for (Claim claim : audit.ledger().claims())
      claims.computeIfAbsent(claim.user(), _ -> new ArrayList<>()).add(claim);
  }

  AuditReport audit() {
    return audit;
  }

  /** Users who have a claim. */
  Iterable<Long> claimants() {
    return claims.keySet();
  }

  /** A visitor's claims; each asks for one at most. */
  List<Claim> claims(long user) {
    return claims.getOrDefault(user, List.of());
  }

  /** What a user ever put in: what is left and what was paid. */
  long toppedUp(long user) {
    long paid =
        claims(user).stream()
            .filter(claim -> claim.state() == ClaimState.ISSUED)
            .mapToLong(Claim::amount)
            .sum();
    return audit.ledger().balance(user) + paid;
  }

  /** How many numbers a room gave. */
  long numbers(long room) {
    return audit.figures().rooms().stream()
        .filter(one -> one.room() == room)
        .mapToLong(RoomFigures::numbers)
        .sum();
  }

  /** The last number that a room gave to a user, 0 for none. */
  long number(long room, long user) {
    for (long number = numbers(room); number > 0; number--) {
      if (audit.ledger().hasTicket(room, user, number)) return number;
    }
    return 0;
  }

  /** Whether it took effect. */
  boolean has(SentRequest request) {
    return switch (request.kind) {
      case CLAIM, HOLD -> !claims(request.user).isEmpty();
      case TOP_UP -> toppedUp(request.user) > 0;
      case PAY ->
          claims(request.user).stream().anyMatch(claim -> claim.state() == ClaimState.ISSUED);
      case JOIN -> number(request.target, request.user) > 0;
    };
  }
}
