package io.tidegate.gate.limit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue by priority, and within one by arrival. Where it is full, who has a higher
 * priority takes the place of the last one of the lowest. Not thread-safe.
 *
 * @param <T> whoever waits; told apart by identity or {@code equals}
 */
public final class WaitingQueue<T> {

  private final int places;
  private final List<LinkedHashSet<T>> lines = new ArrayList<>();
  private int size;

  /** An empty one. */
  public WaitingQueue(int places) {
    this.places = places;
    for (int i = 0; i < Priority.values().length; i++) lines.add(new LinkedHashSet<>());
  }

  /**
   * Takes one in.
   *
   * @return who has no place now: null for nobody, or the one that gave its place, or {@code one}
   */
  public @Nullable T offer(T one, Priority priority) {
    T out = size < places ? null : pushOut(priority);
    if (out == null && size >= places) return one;
    lines.get(priority.ordinal()).add(one);
    size++;
    return out;
  }

  private @Nullable T pushOut(Priority by) {
    for (int i = lines.size() - 1; i > by.ordinal(); i--) {
      if (lines.get(i).isEmpty()) continue;
      size--;
      return lines.get(i).removeLast();
    }
    return null;
  }

  /**
   * Whose turn is next; null if nobody waits. It stays until it is {@linkplain #remove removed}.
   */
  public @Nullable T peek() {
    for (LinkedHashSet<T> line : lines) if (!line.isEmpty()) return line.getFirst();
    return null;
  }

  /** It waits no more; false if it did not. */
  public boolean remove(T one, Priority priority) {
    boolean waited = lines.get(priority.ordinal()).remove(one);
    if (waited) size--;
    return waited;
  }

  /** How many wait. */
  public int size() {
    return size;
  }
}
