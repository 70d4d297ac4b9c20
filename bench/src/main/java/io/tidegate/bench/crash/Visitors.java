package io.tidegate.bench.crash;

import io.tidegate.bench.peer.TidegateProcess;
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
    try (BlockingConnection connection = new BlockingConnection(port)) {
      while (true) visit(connection, user++);
    } catch (IOException _) {
      // The process was killed, as it should be.
    }
  }

  private void visit(BlockingConnection connection, long visitor) throws IOException {
    switch (random.nextInt(6)) {
      case 0, 1 -> send(connection, fixture.claim(fixture.coupon(), visitor));
      case 2 -> send(connection, fixture.claim(fixture.few(), visitor));
      case 3 -> send(connection, fixture.join(fixture.patient(), visitor));
      case 4 -> send(connection, fixture.join(fixture.hasty(), visitor));
      default -> buySeat(connection, visitor);
    }
  }

  private void buySeat(BlockingConnection connection, long visitor) throws IOException {
    send(connection, fixture.topUp(visitor));
    SentRequest hold =
        send(connection, fixture.hold(random.nextLong(1, fixture.seats() + 1), visitor));
    if (hold.done())
      send(connection, fixture.pay(TidegateProcess.number(hold.body(), "claimId"), visitor));
  }

  private SentRequest send(BlockingConnection connection, SentRequest request) throws IOException {
    sent.add(request);
    request.send(connection);
    return request;
  }
}
