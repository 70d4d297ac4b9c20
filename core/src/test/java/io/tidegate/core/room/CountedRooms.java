package io.tidegate.core.room;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables of rooms that count how often a room is looked at, in whatever way. */
public final class CountedRooms {

  private long looks;

  /** Empty tables. */
  public RoomTables tables(long seed) {
    return new RoomTables(seed, new Rooms(), new Dues());
  }

  /** Rooms looked at so far: found, walked over, asked for their due time or compared by it. */
  public long looks() {
    return looks;
  }

  private final class Dues extends DueRooms {
    @Override
    long nextDueMs(Room room) {
      looks++;
      return super.nextDueMs(room);
    }

    @Override
    boolean before(Room a, Room b) {
      looks++;
      return super.before(a, b);
    }
  }

  @SuppressWarnings("serial") // nobody writes it
  private final class Rooms extends TreeMap<Long, Room> {
    @Override
    public @Nullable Room get(Object id) {
      looks++;
      return super.get(id);
    }

    @Override
    public Collection<Room> values() {
      Collection<Room> all = super.values();
      return new AbstractCollection<>() {
        @Override
        public Iterator<Room> iterator() {
          return counted(all.iterator());
        }

        @Override
        public int size() {
          return all.size();
        }
      };
    }

    @Override
    public Set<Map.Entry<Long, Room>> entrySet() {
      throw new UnsupportedOperationException("not counted");
    }

    @Override
    public NavigableSet<Long> navigableKeySet() {
      throw new UnsupportedOperationException("not counted");
    }
  }

  private <T> Iterator<T> counted(Iterator<T> walk) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return walk.hasNext();
      }

      @Override
      public T next() {
        looks++;
        return walk.next();
      }
    };
  }
}
