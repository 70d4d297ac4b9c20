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
 * The lists of the draws that were last asked for. A million people take a fifth of a second to put
 * in order, too long for an event loop, so a thread of its own does it, which is there only while
 * there is something to do. Any thread.
 */
final class Orders {

  /** People in the draws kept, 12 bytes each; the newest draw is kept whatever its size. */
  private static final long PEOPLE_MAX = 4_000_000;

  private static final int WAITING_MAX = 100;

  private record Kept(Draw draw, Lists lists) {}

  private final Map<Long, Kept> kept = new LinkedHashMap<>(4, 1, true);
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("draw-lists").daemon().factory());

  Orders() {
    worker.allowCoreThreadTimeOut(true);
  }

  /** What is known already, or null. */
  synchronized @Nullable Lists known(long room, Draw draw) {
    Kept found = kept.get(room);
    return found != null && found.draw.equals(draw) ? found.lists : null;
  }

  /**
   * Has a task done on the thread for lists.
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

  /** The lists of a draw whose cohort is closed, computed unless they are known. */
  Lists of(long room, Draw draw) {
    Lists found = known(room, draw);
    if (found != null) return found;
    long[] numbers = Objects.requireNonNull(draw.closed()).cohort().numbers();
    Lists lists = new Lists(numbers, draw.drawn() == null ? new int[0] : draw.order());
    keep(room, new Kept(draw, lists));
    return lists;
  }

  private synchronized void keep(long room, Kept newest) {
    kept.put(room, newest);
    long people = 0;
    for (Kept each : kept.values()) people += each.lists.size();
    Iterator<Kept> oldest = kept.values().iterator();
    while (people > PEOPLE_MAX && kept.size() > 1) {
      people -= oldest.next().lists.size();
      oldest.remove();
    }
  }
}
