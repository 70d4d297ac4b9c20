package io.tidegate.core.room;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which room has something due first: a binary min-heap of rooms by {@link Room#nextDueMs}, each of
 * which knows its place in it.
 *
 * <p>When a room's next thing is due follows from its settings, line, calls, visits, releases, draw
 * and units, so whatever changes one of these says so by {@link #touch}; the time is computed once
 * when somebody asks, however often the room was touched. A heap rather than a walk over all rooms:
 * with a thousand of them, each of 8,192 calls in the last one cost a look at all others. Holds
 * nothing that is not derived. Not thread-safe.
 */
final class DueRooms {

  private final List<Room> touched = new ArrayList<>();
  private Room[] heap = new Room[4];
  private int size;

  /** Says that something changed by which the room's next due time may be another. */
  void touch(Room room) {
    if (room.touched) return;
    room.touched = true;
    touched.add(room);
  }

  /**
   * The room with the first thing due, null if nothing ever is; of two the one with the lower id.
   */
  @Nullable Room first() {
    if (!touched.isEmpty()) refresh();
    return size == 0 ? null : heap[0];
  }

  /** Takes a room out for good. */
  void remove(Room room) {
    touched.remove(room);
    take(room);
  }

  private void refresh() {
    for (Room room : touched) {
      room.touched = false;
      place(room, room.nextDueMs());
    }
    touched.clear();
  }

  private void place(Room room, long dueMs) {
    if (dueMs == room.dueMs) return;
    if (dueMs == Long.MAX_VALUE) {
      take(room);
      return;
    }
    room.dueMs = dueMs;
    if (room.heapAt < 0) {
      if (size == heap.length) heap = Arrays.copyOf(heap, size * 2);
      put(room, size++);
    }
    sift(room);
  }

  private void take(Room room) {
    room.dueMs = Long.MAX_VALUE;
    if (room.heapAt < 0) return;
    Room last = heap[--size];
    if (last != room) put(last, room.heapAt);
    room.heapAt = -1;
    if (last != room) sift(last);
  }

  private void sift(Room room) {
    int at = room.heapAt;
    for (; at > 0 && before(room, heap[(at - 1) >>> 1]); at = (at - 1) >>> 1)
      put(heap[(at - 1) >>> 1], at);
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], room)) break;
      put(heap[child], at);
      at = child;
    }
    put(room, at);
  }

  private void put(Room room, int at) {
    heap[at] = room;
    room.heapAt = at;
  }

  private static boolean before(Room a, Room b) {
    return a.dueMs < b.dueMs || (a.dueMs == b.dueMs && a.id() < b.id());
  }
}
