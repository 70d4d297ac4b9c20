package io.tidegate.bench.crash;

import io.tidegate.bench.peer.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One client's visitors, one after the other, each a user of its own, until the connection breaks.
 * Notes what is about to be sent before it is.
 */
final class Visitors implements Runnable {
  private final CrashFixture fixture;
  private final int port;
  private final SplittableRandom random;
  private final List<SentRequest> sent = new ArrayList<>();
  private long user;

  /**
   * @param firstUser this and all above are free; there are more than will be reached
   */
  Visitors(CrashFixture fixture, int port, long firstUser, SplittableRandom random) {
    this.fixture = fixture;
    this.port = port;
    this.user = firstUser;
    this.random = random;
  }

  /** All that was sent, in order; only the last can be without an answer. */
  List<SentRequest> sent() {
    return sent;
  }

  @Override
  public void run() {
    try (Wire wire = new Wire(port)) {
      while (true) visit(wire, user++);
    } catch (IOException _) {
      // The process was killed, as it should be.
    }
  }

  private void visit(Wire wire, long visitor) throws IOException {
    switch (random.nextInt(6)) {
      case 0, 1 -> send(wire, fixture.claim(fixture.coupon(), visitor));
      case 2 -> send(wire, fixture.claim(fixture.few(), visitor));
      case 3 -> send(wire, fixture.join(fixture.patient(), visitor));
      case 4 -> send(wire, fixture.join(fixture.hasty(), visitor));
      default -> buySeat(wire, visitor);
    }
  }

  private void buySeat(Wire wire, long visitor) throws IOException {
    send(wire, fixture.charge(visitor));
    SentRequest hold = send(wire, fixture.hold(random.nextLong(1, fixture.seats() + 1), visitor));
    if (hold.done()) send(wire, fixture.pay(Service.number(hold.body(), "claimId"), visitor));
  }

  private SentRequest send(Wire wire, SentRequest request) throws IOException {
    sent.add(request);
    request.send(wire);
    return request;
  }
}
