package io.tidegate.gate.upstream;

import io.tidegate.gate.health.Failure;
import io.tidegate.gate.limit.Priority;
import java.time.Duration;
import java.util.SplittableRandom;

/** Requests at random: they end well, fail, are sent again, are given up, at any moment. */
final class RandomCalls {

  private static final Failure[] FAILURES = Failure.values();
  private static final Priority[] PRIORITIES = Priority.values();

  private final SplittableRandom random;
  private final VirtualTime time;
  private final Upstream upstream;

  RandomCalls(long seed, VirtualTime time, Upstream upstream) {
    random = new SplittableRandom(seed);
    this.time = time;
    this.upstream = upstream;
  }

  void run(int calls) {
    for (int i = 0; i < calls; i++) {
      new One().begin();
      time.pass(Duration.ofMillis(random.nextInt(20)));
    }
    time.pass(Duration.ofMinutes(1));
  }

  private final class One implements UpstreamCall.Caller {
    private final UpstreamCall call =
        upstream.call(
            time, PRIORITIES[random.nextInt(PRIORITIES.length)], 0, random.nextBoolean(), this);
    private boolean over;

    void begin() {
      call.begin();
      if (random.nextInt(5) == 0) later(() -> end(false));
    }

    @Override
    public void attempt(Endpoint endpoint) {
      later(this::go);
    }

    private void go() {
      if (over) return;
      if (random.nextInt(4) == 0) fail();
      else {
        call.responded(random.nextInt(4) == 0 ? 503 : 200, random.nextInt(10) == 0, false);
        later(() -> end(true));
      }
    }

    private void fail() {
      call.failed(FAILURES[random.nextInt(FAILURES.length)]);
      Endpoint next = random.nextBoolean() ? call.again(random.nextBoolean()) : null;
      if (next == null) end(false);
      else attempt(next);
    }

    private void end(boolean whole) {
      over = true;
      call.end(whole);
    }

    @Override
    public void refused(Refused why) {
      over = true;
    }

    private void later(Runnable task) {
      time.after(Duration.ofMillis(random.nextInt(150)), task);
    }
  }
}
