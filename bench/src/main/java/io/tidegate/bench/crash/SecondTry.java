package io.tidegate.bench.crash;

import io.tidegate.bench.crash.Deed.Kind;
import io.tidegate.bench.peer.Service;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Sends again, to the process that was started anew, what the killed one did not answer: it gets
 * one answer, however often it is sent.
 */
final class SecondTry {
  private final Wire wire;
  private final Truth truth;
  private final Scene scene;
  private final Consumer<String> faults;

  /**
   * @param truth as the killed process left it
   */
  SecondTry(Wire wire, Truth truth, Scene scene, Consumer<String> faults) {
    this.wire = wire;
    this.truth = truth;
    this.scene = scene;
    this.faults = faults;
  }

  /** Sends it twice more. */
  void send(Deed deed) throws IOException {
    boolean wasThere = truth.has(deed);
    deed.send(wire);
    String first = identity(deed);
    if (!deed.done() && !deed.refused()) faults.accept("sent again, no answer: " + deed);
    if (wasThere && !first.equals(identityThen(deed)))
      faults.accept("was there as " + identityThen(deed) + ", sent again: " + deed);
    deed.send(wire);
    if (!first.equals(identity(deed)))
      faults.accept("sent again as " + first + " and then: " + deed);
    if (deed.kind == Kind.CHARGE) onceCharged(deed);
  }

  /** What the answer says that must not change. */
  private String identity(Deed deed) {
    if (!deed.done()) return "status " + deed.status();
    return switch (deed.kind) {
      case CLAIM, HOLD, PAY -> "claim " + Service.number(deed.body(), "claimId");
      case CHARGE -> "charged";
      case JOIN -> ends(deed) ? "joined" : "number " + Service.number(deed.body(), "number");
    };
  }

  private String identityThen(Deed deed) {
    return switch (deed.kind) {
      case CLAIM, HOLD, PAY -> "claim " + truth.claims(deed.user).getFirst().id();
      case CHARGE -> "charged";
      case JOIN -> ends(deed) ? "joined" : "number " + truth.number(deed.target, deed.user);
    };
  }

  /** Where tickets end soon, joining again may give a new number. */
  private boolean ends(Deed deed) {
    return deed.target == scene.hasty();
  }

  private void onceCharged(Deed deed) throws IOException {
    long balance = Service.number(wire.ask(Scene.balance(deed.user)).body(), "amount");
    if (balance != Scene.PRICE) faults.accept("the wallet holds " + balance + ": " + deed);
  }
}
