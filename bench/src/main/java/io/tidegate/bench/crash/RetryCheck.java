package io.tidegate.bench.crash;

import io.tidegate.bench.crash.SentRequest.Kind;
import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Sends again, to the process that was started anew, what the killed one did not answer: it gets
 * one answer, however often it is sent.
 */
final class RetryCheck {
  private final BlockingConnection connection;
  private final AuditedState audited;
  private final CrashFixture fixture;
  private final Consumer<String> faults;

  /**
   * @param audited as the killed process left it
   */
  RetryCheck(
      BlockingConnection connection,
      AuditedState audited,
      CrashFixture fixture,
      Consumer<String> faults) {
    this.connection = connection;
    this.audited = audited;
    this.fixture = fixture;
    this.faults = faults;
  }

  /** Sends it twice more. */
  void send(SentRequest request) throws IOException {
    boolean wasThere = audited.has(request);
    request.send(connection);
    String first = identity(request);
    if (!request.done() && !request.refused()) faults.accept("sent again, no answer: " + request);
    if (wasThere && !first.equals(identityThen(request)))
      faults.accept("was there as " + identityThen(request) + ", sent again: " + request);
    request.send(connection);
    if (!first.equals(identity(request)))
      faults.accept("sent again as " + first + " and then: " + request);
    if (request.kind == Kind.TOP_UP) onceToppedUp(request);
  }

  /** What the answer says that must not change. */
  private String identity(SentRequest request) {
    if (!request.done()) return "status " + request.status();
    return switch (request.kind) {
      case CLAIM, HOLD, PAY -> "claim " + TidegateProcess.number(request.body(), "claimId");
      case TOP_UP -> "topped up";
      case JOIN ->
          ends(request) ? "joined" : "number " + TidegateProcess.number(request.body(), "number");
    };
  }

  private String identityThen(SentRequest request) {
    return switch (request.kind) {
      case CLAIM, HOLD, PAY -> "claim " + audited.claims(request.user).getFirst().id();
      case TOP_UP -> "topped up";
      case JOIN ->
          ends(request) ? "joined" : "number " + audited.number(request.target, request.user);
    };
  }

  /** Where tickets end soon, joining again may give a new number. */
  private boolean ends(SentRequest request) {
    return request.target == fixture.hasty();
  }

  private void onceToppedUp(SentRequest request) throws IOException {
    long balance =
        TidegateProcess.number(connection.ask(CrashFixture.balance(request.user)).body(), "amount");
    if (balance != CrashFixture.PRICE)
      faults.accept("the wallet holds " + balance + ": " + request);
  }
}
