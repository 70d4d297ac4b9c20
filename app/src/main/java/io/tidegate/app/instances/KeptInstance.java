package io.tidegate.app.instances;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance as a child process, on the thread {@code instance-NAME}: what it says is handed on,
 * and when it ends without having been stopped, it is started again, after a pause that doubles
 * from {@value #BACK_OFF_MS_LEAST} to {@value #BACK_OFF_MS_MOST} ms while it does not live a
 * minute.
 *
 * <p>Thread-safe.
 */
public final class KeptInstance {

  private static final Logger LOG = LoggerFactory.getLogger(KeptInstance.class);

  /** What {@code serve} says once it serves. */
  private static final Pattern SERVES =
      Pattern.compile("Tidegate serves: https?://\\S+?:([0-9]{1,5})");

  private static final long BACK_OFF_MS_LEAST = 500;
  private static final long BACK_OFF_MS_MOST = 30_000;
  private static final int DOUBLINGS_MOST = 6;
  private static final long LIFE_NS = TimeUnit.MINUTES.toNanos(1);
  private static final int KILL_SECONDS = 10;

  /** How it is started. */
  @FunctionalInterface
  public interface Launch {
    /**
     * What to run.
     *
     * @param port on which it served last; 0 if it never did
     */
    Command command(int port);
  }

  /**
   * A program to run.
   *
   * @param environment in addition to ours; what is not for everybody's eyes belongs here
   */
  public record Command(List<String> words, Map<String, String> environment) {

    /** Copies both. */
    public Command {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }
  }

  private final String name;
  private final Launch launch;
  private final BiConsumer<String, String> said;
  private final Consumer<KeptInstance> changed;
  private final Thread thread;
  private final CompletableFuture<Integer> firstPort = new CompletableFuture<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Process process;
  private volatile int port;

  private KeptInstance(
      String name, Launch launch, BiConsumer<String, String> said, Consumer<KeptInstance> changed) {
    this.name = name;
    this.launch = launch;
    this.said = said;
    this.changed = changed;
    thread = Thread.ofPlatform().daemon().name("instance-" + name).unstarted(this::run);
  }

  /**
   * Starts it.
   *
   * @param said takes each line that it says, with its name; on its thread
   * @param changed is told when another process runs, or none; on its thread
   */
  public static KeptInstance start(
      String name, Launch launch, BiConsumer<String, String> said, Consumer<KeptInstance> changed) {
    KeptInstance instance = new KeptInstance(name, launch, said, changed);
    instance.thread.start();
    return instance;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Where it serves, or served last; 0 if it never did. */
  public int port() {
    return port;
  }

  /** Its process; 0 while there is none. */
  public long processId() {
    Process running = process;
    return running == null || !running.isAlive() ? 0 : running.pid();
  }

  /**
   * Waits until it serves for the first time.
   *
   * @throws IOException if it ended instead, or takes longer
   */
  public void awaitServing(Duration most) throws IOException, InterruptedException {
    try {
      firstPort.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(name + " does not serve within " + most.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      throw new IOException(why == null ? name + " did not start" : why.getMessage(), why);
    }
  }

  // ---- the thread ----

  private void run() {
    int failures = 0;
    try {
      while (stop.getCount() > 0) {
        long begunNs = System.nanoTime();
        String why = live();
        // Whoever waits for it decides: what never served would not serve the next time.
        if (firstPort.completeExceptionally(new IOException(name + " did not start: it " + why)))
          return;
        if (stop.getCount() == 0) return;
        failures = System.nanoTime() - begunNs > LIFE_NS ? 1 : failures + 1;
        long pauseMs = backOffMs(failures);
        LOG.warn("{} {}; it is started again in {} ms.", name, why, pauseMs);
        if (stop.await(pauseMs, TimeUnit.MILLISECONDS)) return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static long backOffMs(int failures) {
    int doublings = Math.clamp(failures - 1, 0, DOUBLINGS_MOST);
    return Math.min(BACK_OFF_MS_MOST, BACK_OFF_MS_LEAST << doublings);
  }

  /** One life of it; says how it ended. */
  private String live() throws InterruptedException {
    try {
      Process running = begin();
      if (running == null) return "was stopped";
      listen(running);
      int code = running.waitFor();
      changed.accept(this);
      return ended(code);
    } catch (IOException e) {
      return "cannot be started: " + e.getMessage();
    }
  }

  private synchronized @Nullable Process begin() throws IOException {
    if (stop.getCount() == 0) return null;
    Command command = launch.command(port);
    ProcessBuilder builder = new ProcessBuilder(command.words()).redirectErrorStream(true);
    builder.environment().putAll(command.environment());
    Process running = builder.start();
    process = running;
    changed.accept(this);
    return running;
  }

  private void listen(Process running) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher serves = SERVES.matcher(line);
        if (serves.find()) {
          port = Integer.parseInt(serves.group(1));
          firstPort.complete(port);
        }
        said.accept(name, line);
      }
    }
  }

  /** The exit codes of {@code serve}, and those of signals. */
  private static String ended(int code) {
    return switch (code) {
      case 0 -> "stopped by itself";
      case 70 -> "ended by a fault of the program (exit code 70), which it describes above";
      case 74 -> "ended since its store failed (exit code 74)";
      case 137 -> "was killed (SIGKILL)";
      case 143 -> "was ended (SIGTERM)";
      default ->
          code > 128 ? "was ended by signal " + (code - 128) : "ended with exit code " + code;
    };
  }

  // ---- its end ----

  /** Ends its process, which is started again: with what is true now. */
  public void startAgain() {
    Process running = process;
    if (running != null) running.destroy();
  }

  /** Asks it to stop, for good, and does not wait. */
  public synchronized void beginStop() {
    stop.countDown();
    Process running = process;
    if (running != null) running.destroy();
  }

  /**
   * Stops it for good; kills it if it takes longer than the bound.
   *
   * @return whether it finished what it had accepted
   */
  public boolean stop(Duration bound) throws InterruptedException {
    beginStop();
    Process running = process;
    if (running == null) return true;
    boolean ended = running.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      LOG.error("{} does not stop within {} s and is killed.", name, bound.toSeconds());
      running.destroyForcibly().waitFor(KILL_SECONDS, TimeUnit.SECONDS);
    }
    thread.join(Duration.ofSeconds(KILL_SECONDS));
    return ended && running.exitValue() == 0;
  }
}
