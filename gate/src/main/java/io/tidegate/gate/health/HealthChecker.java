package io.tidegate.gate.health;

import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Asks one endpoint for its health, again and again, on a virtual thread {@code check-<endpoint>}.
 * The first check comes within one interval, at random, so that many do not ask in step.
 */
public final class HealthChecker implements AutoCloseable {

  /** Hears of each check, on the checker's thread. */
  @FunctionalInterface
  public interface Listener {

    /**
     * A check ended.
     *
     * @param succeeded whether this one did
     * @param down what is wrong with the endpoint if it is to be out, by all checks so far
     */
    void checked(boolean succeeded, @Nullable String down);
  }

  private static final double JITTER = 0.1;

  private final CheckConfig config;
  private final HealthCheck check;
  private final CheckRecord checks;
  private final Listener listener;
  private final Thread thread;

  private HealthChecker(
      CheckConfig config, String name, InetSocketAddress address, Listener listener) {
    this.config = config;
    this.listener = listener;
    check = new HealthCheck(config, name, address);
    checks = new CheckRecord(config);
    thread = Thread.ofVirtual().name("check-" + name).unstarted(this::run);
  }

  /** Begins to ask. */
  public static HealthChecker start(
      CheckConfig config, String name, InetSocketAddress address, Listener listener) {
    HealthChecker checker = new HealthChecker(config, name, address, listener);
    checker.thread.start();
    return checker;
  }

  private void run() {
    try {
      sleep(ThreadLocalRandom.current().nextDouble());
      while (!Thread.currentThread().isInterrupted()) {
        String fault = check.run();
        checks.add(fault);
        listener.checked(fault == null, checks.down());
        sleep(1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void sleep(double intervals) throws InterruptedException {
    Thread.sleep((long) (config.interval().toMillis() * intervals));
  }

  /** Asks no more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
