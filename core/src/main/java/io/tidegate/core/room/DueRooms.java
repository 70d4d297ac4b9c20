package io.tidegate.core.room;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which room has something due first. It is a binary min-heap of rooms by {@link
 * Room#nextDueMs}; each room knows its place in the heap.
 *
 * <p>The time at which a room has something due follows from its settings, line, calls, visits,
 * releases, draw and units. Code that changes one of these calls {@link #touch}; the time is
 * computed once, when it is next asked for, however often the room was touched. It is a heap and
 * not a walk over all rooms: with a thousand rooms, each of 8,192 calls in the last room looked at
 * all the others. Everything in it is derived. Not thread-safe.
 */
class DueRooms { // not final: a test counts the rooms looked at

  private final List<Room> touched = new ArrayList<>();
  private Room[] heap = new Room[4];
  private int size;

  /** Says that something changed by which the room's next due time may be another. */
  final void touch(Room room) {
    if (room.touched) return;
    room.touched = true;
    touched.add(room);
  }

  /**
   * The room with the first thing due, null if nothing ever is; of two the one with the lower id.
   */
  final @Nullable Room first() {
    if (!touched.isEmpty()) refresh();
    return size == 0 ? null : heap[0];
  }

  /** Takes a room out for good. */
  final void remove(Room room) {
    touched.remove(room);
    take(room);
  }

  private void refresh() {
    for (Room room : touched) {
      room.touched = false;
      place(room, nextDueMs(room));
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

  long nextDueMs(Room room) {
    return room.nextDueMs();
  }

  boolean before(Room a, Room b) {
    return a.dueMs < b.dueMs || (a.dueMs == b.dueMs && a.id() < b.id());
  }
}
