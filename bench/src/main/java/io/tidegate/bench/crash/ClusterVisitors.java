package io.tidegate.bench.crash;

import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One client's visitors at a cluster, one after the other. Whoever gets no answer, or a 503, asks
 * another instance, with the same key and as often as it takes; so at the end nothing is without an
 * answer. Notes what is about to be sent before it is.
 */
final class ClusterVisitors implements Runnable {
  private static final int SILENCE_MS = 4_000;
  private static final long PAUSE_NS = 20_000_000;
  private static final int UNAVAILABLE = 503;

  private final CrashFixture fixture;
  private final int[] ports;
  private final SplittableRandom random;
  private final List<SentRequest> sent = new ArrayList<>();
  private final List<Long> successes = new ArrayList<>();
  private long user;
  private int at;
  private @Nullable BlockingConnection connection;
  private long retries;
  private volatile boolean stopped;

  /**
   * @param firstUser this and all above are free; there are more than will be reached
   */
  ClusterVisitors(CrashFixture fixture, int[] ports, long firstUser, SplittableRandom random) {
    this.fixture = fixture;
    this.ports = ports;
    this.user = firstUser;
    this.random = random;
    this.at = random.nextInt(ports.length);
  }

  /** After the visitor of the moment no other comes. */
  void stop() {
    stopped = true;
  }

  /** All that was sent, in order. */
  List<SentRequest> sent() {
    return sent;
  }

  /** When something was answered with success, by {@link System#nanoTime()}. */
  List<Long> successes() {
    return successes;
  }

  /** How often somebody had to ask again. */
  long retries() {
    return retries;
  }

  @Override
  public void run() {
    while (!stopped) visit(user++);
    drop();
  }

  private void visit(long visitor) {
    switch (random.nextInt(6)) {
      case 0, 1 -> send(fixture.claim(fixture.coupon(), visitor));
      case 2 -> send(fixture.claim(fixture.few(), visitor));
      case 3 -> send(fixture.join(fixture.patient(), visitor));
      case 4 -> send(fixture.join(fixture.hasty(), visitor));
      default -> buySeat(visitor);
    }
  }

  private void buySeat(long visitor) {
    send(fixture.topUp(visitor));
    SentRequest hold = send(fixture.hold(random.nextLong(1, fixture.seats() + 1), visitor));
    if (hold.done()) send(fixture.pay(TidegateProcess.number(hold.body(), "claimId"), visitor));
  }

  private SentRequest send(SentRequest request) {
    sent.add(request);
    while (!request.isAnswered()) {
      request.sent();
      BlockingConnection.Answer answer = ask(request.text);
      if (answer != null && answer.status() != UNAVAILABLE) {
        request.answered(answer);
        if (request.done()) successes.add(System.nanoTime());
      } else {
        retries++;
        drop();
        at = (at + 1) % ports.length;
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
    return request;
  }

  private BlockingConnection.@Nullable Answer ask(String text) {
    try {
      BlockingConnection open = connection;
      if (open == null) {
        open = new BlockingConnection(ports[at], SILENCE_MS);
        connection = open;
      }
      return open.ask(text);
    } catch (IOException _) {
      return null;
    }
  }

  private void drop() {
    BlockingConnection open = connection;
    connection = null;
    if (open != null) open.close();
  }
}
