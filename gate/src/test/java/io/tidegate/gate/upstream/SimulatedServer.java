package io.tidegate.gate.upstream;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * A server in virtual time: so many workers, exponential service times, and a line without an end
 * before them. It does not notice that somebody went away, as most do not.
 */
final class SimulatedServer {

  /** What is wrong with it. */
  enum Fault {
    NONE,
    HANGS,
    THREE_TIMES_SLOWER,
    TEN_TIMES_SLOWER,
    ANSWERS_500,
    DEAD
  }

  static final int NO_CONNECTION = 0;

  private static final long QUICK_NS = 1_000_000;

  private final VirtualTime time;
  private final SplittableRandom random;
  private final int workers;
  private final double serviceNs;
  private final ArrayDeque<IntConsumer> line = new ArrayDeque<>();
  private int busy;
  private Fault fault = Fault.NONE;

  SimulatedServer(VirtualTime time, SplittableRandom random, int workers, double serviceMs) {
    this.time = time;
    this.random = random;
    this.workers = workers;
    this.serviceNs = serviceMs * 1e6;
  }

  void become(Fault fault) {
    this.fault = fault;
  }

  /** Asks it; the answer is a status, or {@link #NO_CONNECTION}. */
  void ask(IntConsumer answer) {
    switch (fault) {
      case HANGS -> {}
      case DEAD -> time.at(time.getAsLong() + QUICK_NS, () -> answer.accept(NO_CONNECTION));
      case ANSWERS_500 -> time.at(time.getAsLong() + QUICK_NS, () -> answer.accept(500));
      case NONE, THREE_TIMES_SLOWER, TEN_TIMES_SLOWER -> {
        line.addLast(answer);
        work();
      }
    }
  }

  private void work() {
    while (busy < workers && !line.isEmpty()) {
      IntConsumer next = line.removeFirst();
      busy++;
      long tookNs = (long) (-serviceNs * slower() * StrictMath.log(1 - random.nextDouble()));
      time.at(
          time.getAsLong() + tookNs,
          () -> {
            busy--;
            next.accept(200);
            work();
          });
    }
  }

  private int slower() {
    return switch (fault) {
      case THREE_TIMES_SLOWER -> 3;
      case TEN_TIMES_SLOWER -> 10;
      case NONE, HANGS, ANSWERS_500, DEAD -> 1;
    };
  }
}
