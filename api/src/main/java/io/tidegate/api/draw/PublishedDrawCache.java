package io.tidegate.api.draw;

import io.tidegate.core.draw.Draw;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is published of the draws that were last asked for. To put a million people in order takes a
 * fifth of a second, too long for an event loop; a thread does it, which exists only while there is
 * work. Any thread.
 */
final class PublishedDrawCache {

  /** People in the draws kept, 12 bytes each; the newest draw is kept whatever its size. */
  private static final long PEOPLE_MAX = 4_000_000;

  private static final int WAITING_MAX = 100;

  private record Kept(Draw draw, PublishedDraw published) {}

  private final Map<Long, Kept> kept = new LinkedHashMap<>(4, 1, true);
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("draw-lists").daemon().factory());

  PublishedDrawCache() {
    worker.allowCoreThreadTimeOut(true);
  }

  /** What is known already, or null. */
  synchronized @Nullable PublishedDraw known(long room, Draw draw) {
    Kept found = kept.get(room);
    return found != null && found.draw.equals(draw) ? found.published : null;
  }

  /**
   * Runs a task on that thread.
   *
   * @return false if too many wait for it
   */
  boolean aside(Runnable task) {
    try {
      worker.execute(task);
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  /** What is published of a draw whose cohort is closed; computed unless it is known. */
  PublishedDraw of(long room, Draw draw) {
    PublishedDraw found = known(room, draw);
    if (found != null) return found;
    long[] numbers = Objects.requireNonNull(draw.closed()).cohort().numbers();
    PublishedDraw published =
        new PublishedDraw(numbers, draw.drawn() == null ? new int[0] : draw.order());
    keep(room, new Kept(draw, published));
    return published;
  }

  private synchronized void keep(long room, Kept newest) {
    kept.put(room, newest);
    long people = 0;
    for (Kept each : kept.values()) people += each.published.size();
    Iterator<Kept> oldest = kept.values().iterator();
    while (people > PEOPLE_MAX && kept.size() > 1) {
      people -= oldest.next().published.size();
      oldest.remove();
    }
  }
}
