package io.tidegate.core;

import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The state at one moment: everything in it that is not derived. Immutable, so that another thread
 * can write it out while the loop goes on. Equal states have equal snapshots, whether the states
 * came from commands, from a replay, or from a snapshot.
 *
 * @param rows tables by name, in a fixed order
 * @param texts texts by name, in a fixed order
 * @param rooms one array of numbers for each room
 * @param roomNames their names, in the same order
 * @param ids last id of each kind
 * @param scalars what the tables need beside their rows
 */
public record StateSnapshot(
    Map<String, Rows.Frozen> rows,
    Map<String, @Nullable String[]> texts,
    List<long[]> rooms,
    List<String> roomNames,
    long[] ids,
    long[] scalars) {

  private static final String TICKETS = "tickets";

  /** To be raised whenever what a row means is changed, and not only how many columns it has. */
  private static final int MEANINGS = 4;

  /** To be raised whenever what a room's numbers mean is changed. */
  private static final int ROOM_NUMBERS = 6;

  /**
   * Freezes a state; call {@link #thaw} on the loop's thread once nobody reads the snapshot any
   * more.
   */
  public static StateSnapshot of(State state) {
    Map<String, Rows.Frozen> rows = new LinkedHashMap<>();
    rowsOf(state).forEach((name, table) -> rows.put(name, table.freeze()));
    Map<String, @Nullable String[]> texts = new LinkedHashMap<>();
    textsOf(state).forEach((name, text) -> texts.put(name, text.freeze()));
    List<String> names = new ArrayList<>();
    state.rooms().all().forEach(room -> names.add(room.settings().name()));
    return new StateSnapshot(
        rows, texts, state.rooms().freezeRooms(), names, state.ids().freeze(), scalarsOf(state));
  }

  /** First what sales need, then what rooms need, the term, then where each table ends. */
  private static long[] scalarsOf(State state) {
    LongStream sale = Arrays.stream(state.sale().scalars());
    LongStream rooms = LongStream.of(state.rooms().firstFreeTicket(), state.term());
    LongStream ends = rowsOf(state).values().stream().mapToLong(Rows::end);
    return LongStream.concat(LongStream.concat(sale, rooms), ends).toArray();
  }

  /** The tables of a state by name, in the order of a snapshot. */
  public static Map<String, Rows> rowsOf(State state) {
    Map<String, Rows> rows = state.sale().rows();
    rows.put(TICKETS, state.rooms().ticketRows());
    rows.putAll(state.posts().rows());
    rows.putAll(state.sinks().rows());
    return rows;
  }

  /** The texts of a state by name, in the order of a snapshot. */
  public static Map<String, Texts> textsOf(State state) {
    Map<String, Texts> texts = state.sale().texts();
    texts.putAll(state.rooms().texts());
    texts.putAll(state.posts().texts());
    texts.putAll(state.sinks().texts());
    return texts;
  }

  /**
   * What stands where in a snapshot: equal for two snapshots if and only if the one can be read as
   * the other.
   */
  public String layout() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    rows.forEach((name, table) -> widths.put(name, table.width()));
    return layout(widths, texts.keySet(), scalars.length);
  }

  /** The layout that snapshots of such a state have. */
  public static String layoutOf(State state) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    rowsOf(state).forEach((name, table) -> widths.put(name, table.width()));
    return layout(widths, textsOf(state).keySet(), scalarsOf(state).length);
  }

  private static String layout(Map<String, Integer> widths, Set<String> texts, int scalars) {
    return "meanings %d, ids %d, scalars %d, rooms %d, rows %s, texts %s"
        .formatted(MEANINGS, Ids.Kind.values().length, scalars, ROOM_NUMBERS, widths, texts);
  }

  /** Lets pages be written in place again. */
  public static void thaw(State state) {
    rowsOf(state).values().forEach(Rows::thaw);
  }

  /**
   * Finishes a state whose rows and texts were restored.
   *
   * @throws IllegalArgumentException if the arrays have other lengths than {@link #of} made
   */
  public static void restored(
      State state, List<long[]> rooms, List<String> roomNames, long[] ids, long[] scalars) {
    Collection<Rows> tables = rowsOf(state).values();
    int ofRooms = state.sale().scalars().length;
    if (ids.length != Ids.Kind.values().length || scalars.length != ofRooms + 2 + tables.size()) {
      throw new IllegalArgumentException("a snapshot of another version");
    }
    for (Ids.Kind kind : Ids.Kind.values()) state.ids().used(kind, ids[kind.ordinal()]);
    state.term(scalars[ofRooms + 1]);
    int end = ofRooms + 2;
    for (Rows table : tables) table.restored(scalars[end++]);
    for (int i = 0; i < rooms.size(); i++)
      state.rooms().restoreRoom(rooms.get(i), roomNames.get(i));
    state.sale().restored(scalars);
    state.rooms().restored(scalars[ofRooms]);
    state.posts().restored(state.ids().last(Ids.Kind.POST));
    state.countSales();
  }
}
