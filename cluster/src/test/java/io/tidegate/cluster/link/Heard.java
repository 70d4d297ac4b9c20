package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what came over a link, and lets a test wait for it. Any thread. */
class Heard implements Link.Receiver {

  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(20);

  private final List<Frame> frames = new ArrayList<>();
  private @Nullable Link link;
  private @Nullable String why;
  private int ends;

  @Override
  public synchronized void opened(Link opened) {
    link = opened;
    notifyAll();
  }

  @Override
  public synchronized void received(Link from, Frame frame) {
    frames.add(frame);
    notifyAll();
  }

  @Override
  public synchronized void ended(Link from, String reason) {
    why = reason;
    ends++;
    notifyAll();
  }

  synchronized List<Frame> frames() {
    return List.copyOf(frames);
  }

  synchronized int ends() {
    return ends;
  }

  Link link() throws InterruptedException {
    await(() -> link != null);
    Link opened = link;
    if (opened == null) throw new AssertionError();
    return opened;
  }

  /** Waits until it has ended, and says why. */
  String end() throws InterruptedException {
    await(() -> why != null);
    String reason = why;
    if (reason == null) throw new AssertionError();
    return reason;
  }

  synchronized void await(BooleanSupplier wanted) throws InterruptedException {
    long endNs = System.nanoTime() + WAIT_NS;
    while (!wanted.getAsBoolean()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
      if (leftMs <= 0) throw new AssertionError("it never came about");
      wait(Math.min(leftMs, 10));
    }
  }
}
