package io.tidegate.bench.crash;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.ClaimState;
import io.tidegate.bench.crash.Deed.Kind;
import io.tidegate.bench.peer.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Holds what visitors were told against what the journal says. */
final class Verdict {
  private final Truth truth;
  private final Consumer<String> faults;

  /**
   * @param faults told of everything that is not as it should be
   */
  Verdict(Truth truth, Consumer<String> faults) {
    this.truth = truth;
    this.faults = faults;
  }

  /** Judges all deeds there ever were. */
  void judge(List<Deed> deeds) {
    for (Breach breach : truth.audit().breaches()) faults.accept("audit: " + breach);
    for (Deed deed : deeds) {
      if (deed.isAnswered()) answered(deed);
      else wholeOrNot(deed);
    }
    nothingElse(deeds);
  }

  private void answered(Deed deed) {
    if (deed.done()) {
      if (!isThere(deed)) faults.accept("answered and not there: " + deed);
    } else if (!deed.refused()) {
      faults.accept("an answer that nobody expects: " + deed);
    } else if (truth.has(deed)) {
      faults.accept("refused and there: " + deed);
    }
  }

  private boolean isThere(Deed deed) {
    return switch (deed.kind) {
      case CLAIM -> isTheClaim(deed) && truth.claims(deed.user).getFirst().offer() == deed.target;
      case HOLD -> isTheClaim(deed) && truth.claims(deed.user).getFirst().seats()[0] == deed.target;
      case CHARGE -> truth.charged(deed.user) == Scene.PRICE;
      case PAY -> isTheClaim(deed) && truth.audit().ledger().balance(deed.user) == 0;
      case JOIN ->
          truth
              .audit()
              .ledger()
              .hasTicket(deed.target, deed.user, Service.number(deed.body(), "number"));
    };
  }

  private boolean isTheClaim(Deed deed) {
    List<Claim> claims = truth.claims(deed.user);
    if (claims.size() != 1) return false;
    Claim claim = claims.getFirst();
    boolean stands =
        claim.state() == ClaimState.ISSUED
            || (deed.kind == Kind.HOLD && claim.state() == ClaimState.HELD);
    return stands && claim.id() == Service.number(deed.body(), "claimId");
  }

  private void wholeOrNot(Deed deed) {
    long charged = truth.charged(deed.user);
    boolean once = truth.claims(deed.user).size() <= 1 && (charged == 0 || charged == Scene.PRICE);
    if (!once) faults.accept("neither whole nor nothing: " + deed);
  }

  private void nothingElse(List<Deed> deeds) {
    Set<Long> users = new HashSet<>();
    Map<Long, Long> joins = new HashMap<>();
    long charges = 0;
    for (Deed deed : deeds) {
      switch (deed.kind) {
        case CLAIM, HOLD -> users.add(deed.user);
        case JOIN -> joins.merge(deed.target, (long) deed.timesSent(), Long::sum);
        case CHARGE -> charges += Scene.PRICE;
        case PAY -> {}
      }
    }
    for (long user : truth.claimants()) {
      if (!users.contains(user)) faults.accept("never sent and there: a claim of user " + user);
    }
    joins.forEach(this::noMoreNumbers);
    if (truth.audit().figures().wallets().charges() > charges)
      faults.accept("more was charged than was sent");
  }

  private void noMoreNumbers(long room, long joins) {
    long numbers = truth.numbers(room);
    if (numbers > joins)
      faults.accept("room " + room + " gave " + numbers + " numbers to " + joins + " joins");
  }
}
