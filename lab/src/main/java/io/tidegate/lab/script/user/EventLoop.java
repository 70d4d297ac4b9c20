package io.tidegate.lab.script.user;

import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a user has to do later: timers, and what comes back from requests that run beside it.
 * Confined to the user's thread, but for {@link #done} and {@link #event}.
 */
public final class EventLoop {

  /** Some thirty years. */
  private static final double TIMER_MS_MAX = 1e12;

  private record Timer(long id, long atNs, Runnable task) {}

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> {
        int byTime = Long.compare(a.atNs, b.atNs);
        return byTime == 0 ? Long.compare(a.id, b.id) : byTime;
      });

  /** Bounded by what is pending, and by those who post events. */
  private final LinkedBlockingQueue<Runnable> came = new LinkedBlockingQueue<>();

  private long lastId;
  private int pending;

  /**
   * Runs that later; its id.
   *
   * @param ms below 0 for before what is due now, as in k6
   */
  public long after(double ms, Runnable task) {
    long delayNs = (long) (Math.clamp(ms, -TIMER_MS_MAX, TIMER_MS_MAX) * 1e6);
    timers.add(new Timer(++lastId, System.nanoTime() + delayNs, task));
    return lastId;
  }

  /** Does not run it. */
  public void cancel(long id) {
    timers.removeIf(timer -> timer.id == id);
  }

  /** Something runs beside the user and will be {@link #done}. */
  public void begun() {
    pending++;
  }

  /** What ran beside it is over, and this follows. Any thread. */
  public void done(Runnable then) {
    came.add(() -> {
      pending--;
      then.run();
    });
  }

  /** Something happened to what runs beside it and goes on, and this follows. Any thread. */
  public void event(Runnable then) {
    came.add(then);
  }

  /**
   * Does what is to be done until nothing is left.
   *
   * @throws InterruptedException if the iteration is to end
   */
  public void run() throws InterruptedException {
    while (!isIdle()) {
      Runnable next = next();
      if (next != null) next.run();
    }
  }

  private @Nullable Runnable next() throws InterruptedException {
    Timer timer = timers.peek();
    long leftNs = timer == null ? Long.MAX_VALUE : timer.atNs - System.nanoTime();
    Runnable next = leftNs <= 0 ? came.poll() : came.poll(leftNs, TimeUnit.NANOSECONDS);
    if (next != null) return next;
    if (timer == null || timer.atNs > System.nanoTime()) return null;
    timers.remove(timer);
    return timer.task;
  }

  /** Whether nothing is left to be done. */
  public boolean isIdle() {
    return pending == 0 && timers.isEmpty();
  }

  /** Forgets everything, so that {@link #run} ends. */
  public void clear() {
    timers.clear();
    came.clear();
    pending = 0;
  }
}
