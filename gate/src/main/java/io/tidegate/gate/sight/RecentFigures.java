package io.tidegate.gate.sight;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was counted over the last half minute or so: a counter that has run for days says nothing of
 * now. Looks at the counts every {@value #EVERY_SECONDS} s, on a virtual thread of its own. Any
 * thread.
 */
public final class RecentFigures implements AutoCloseable {

  private static final int EVERY_SECONDS = 5;
  private static final int LOOKS = 7;

  private record Look(long atNs, Map<EndpointKey, EndpointFigures> figures) {}

  private final GateCounts counts;
  private final Runnable before;
  private final ArrayDeque<Look> looks = new ArrayDeque<>(); // guarded by this
  private final Thread looking;

  /**
   * @param before runs before each look, on the thread that looks
   */
  public RecentFigures(GateCounts counts, Runnable before) {
    this.counts = counts;
    this.before = before;
    look(System.nanoTime());
    looking = Thread.ofVirtual().name("recent-figures").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(EVERY_SECONDS);
        before.run();
        look(System.nanoTime());
      }
    } catch (InterruptedException _) {
      // The gate stops.
    }
  }

  private synchronized void look(long nowNs) {
    looks.addLast(new Look(nowNs, counts.figures()));
    if (looks.size() > LOOKS) looks.removeFirst();
  }

  /**
   * What one endpoint did lately.
   *
   * @param seconds over which it was counted, above 0
   */
  public record Recent(EndpointFigures figures, double seconds) {

    /** Responses a second. */
    public double rate() {
      return figures.responses() / seconds;
    }
  }

  /** What each endpoint did since the oldest look. */
  public synchronized Map<EndpointKey, Recent> all(long nowNs) {
    Look oldest = looks.getFirst();
    double seconds = Math.max(1e-3, (nowNs - oldest.atNs) / 1e9);
    Map<EndpointKey, EndpointFigures> now = counts.figures();
    Map<EndpointKey, Recent> recent = new LinkedHashMap<>();
    now.forEach((key, figures) -> {
      @Nullable EndpointFigures then = oldest.figures.get(key);
      EndpointFigures since = then == null ? figures : figures.since(then);
      recent.put(key, new Recent(since, seconds));
    });
    return recent;
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
