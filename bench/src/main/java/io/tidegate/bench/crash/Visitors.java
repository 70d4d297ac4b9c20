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
  private final Scene scene;
  private final int port;
  private final SplittableRandom random;
  private final List<Deed> sent = new ArrayList<>();
  private long user;

  /**
   * @param firstUser this and all above are free; there are more than will be reached
   */
  Visitors(Scene scene, int port, long firstUser, SplittableRandom random) {
    this.scene = scene;
    this.port = port;
    this.user = firstUser;
    this.random = random;
  }

  /** All that was sent, in order; only the last can be without an answer. */
  List<Deed> sent() {
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
      case 0, 1 -> send(wire, scene.claim(scene.coupon(), visitor));
      case 2 -> send(wire, scene.claim(scene.few(), visitor));
      case 3 -> send(wire, scene.join(scene.patient(), visitor));
      case 4 -> send(wire, scene.join(scene.hasty(), visitor));
      default -> buySeat(wire, visitor);
    }
  }

  private void buySeat(Wire wire, long visitor) throws IOException {
    send(wire, scene.charge(visitor));
    Deed hold = send(wire, scene.hold(random.nextLong(1, scene.seats() + 1), visitor));
    if (hold.done()) send(wire, scene.pay(Service.number(hold.body(), "claimId"), visitor));
  }

  private Deed send(Wire wire, Deed deed) throws IOException {
    sent.add(deed);
    deed.send(wire);
    return deed;
  }
}
