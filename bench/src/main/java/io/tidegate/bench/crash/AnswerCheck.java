package io.tidegate.bench.crash;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Claim;
import io.tidegate.audit.ledger.ClaimState;
import io.tidegate.bench.crash.SentRequest.Kind;
import io.tidegate.bench.peer.TidegateProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Compares the answers that visitors got with what the journal says. */
final class AnswerCheck {
  private final AuditedState audited;
  private final Consumer<String> faults;

  /**
   * @param faults told of everything that is not as it should be
   */
  AnswerCheck(AuditedState audited, Consumer<String> faults) {
    this.audited = audited;
    this.faults = faults;
  }

  /** Judges all requests there ever were. */
  void judge(List<SentRequest> requests) {
    for (Breach breach : audited.audit().breaches()) faults.accept("audit: " + breach);
    for (SentRequest request : requests) {
      if (request.isAnswered()) answered(request);
      else wholeOrNot(request);
    }
    nothingElse(requests);
  }

  private void answered(SentRequest request) {
    if (request.done()) {
      if (!isThere(request)) faults.accept("answered and not there: " + request);
    } else if (!request.refused()) {
      faults.accept("an answer that nobody expects: " + request);
    } else if (audited.has(request)) {
      faults.accept("refused and there: " + request);
    }
  }

  private boolean isThere(SentRequest request) {
    return switch (request.kind) {
      case CLAIM ->
          isTheClaim(request) && audited.claims(request.user).getFirst().offer() == request.target;
      case HOLD ->
          isTheClaim(request)
              && audited.claims(request.user).getFirst().seats()[0] == request.target;
      case TOP_UP -> audited.toppedUp(request.user) == CrashFixture.PRICE;
      case PAY -> isTheClaim(request) && audited.audit().ledger().balance(request.user) == 0;
      case JOIN ->
          audited
              .audit()
              .ledger()
              .hasTicket(
                  request.target, request.user, TidegateProcess.number(request.body(), "number"));
    };
  }

  private boolean isTheClaim(SentRequest request) {
    List<Claim> claims = audited.claims(request.user);
    if (claims.size() != 1) return false;
    Claim claim = claims.getFirst();
    boolean stands =
        claim.state() == ClaimState.ISSUED
            || (request.kind == Kind.HOLD && claim.state() == ClaimState.HELD);
    return stands && claim.id() == TidegateProcess.number(request.body(), "claimId");
  }

  private void wholeOrNot(SentRequest request) {
    long toppedUp = audited.toppedUp(request.user);
    boolean once =
        audited.claims(request.user).size() <= 1
            && (toppedUp == 0 || toppedUp == CrashFixture.PRICE);
    if (!once) faults.accept("neither whole nor nothing: " + request);
  }

  private void nothingElse(List<SentRequest> requests) {
    Set<Long> users = new HashSet<>();
    Map<Long, Long> joins = new HashMap<>();
    long topUps = 0;
    for (SentRequest request : requests) {
      switch (request.kind) {
        case CLAIM, HOLD -> users.add(request.user);
        case JOIN -> joins.merge(request.target, (long) request.timesSent(), Long::sum);
        case TOP_UP -> topUps += CrashFixture.PRICE;
        case PAY -> {}
      }
    }
    for (long user : audited.claimants()) {
      if (!users.contains(user)) faults.accept("never sent and there: a claim of user " + user);
    }
    joins.forEach(this::noMoreNumbers);
    if (audited.audit().figures().wallets().topUps() > topUps)
      faults.accept("more was topped up than was sent");
  }

  private void noMoreNumbers(long room, long joins) {
    long numbers = audited.numbers(room);
    if (numbers > joins)
      faults.accept("room " + room + " gave " + numbers + " numbers to " + joins + " joins");
  }
}
