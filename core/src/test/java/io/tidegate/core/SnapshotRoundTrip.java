package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots in tests: taken, put back into a new state, compared to the last number. */
public final class SnapshotRoundTrip {

  private SnapshotRoundTrip() {}

  /** A state as a snapshot holds it, in a new state of another hash seed. */
  public static State restored(StateSnapshot snapshot, long seed) {
    State state = new State(seed);
    Map<String, Rows> rows = StateSnapshot.rowsOf(state);
    snapshot.rows().forEach((name, frozen) -> put(rows.get(name), frozen));
    Map<String, Texts> texts = StateSnapshot.textsOf(state);
    snapshot.texts().forEach((name, values) -> put(texts.get(name), values));
    StateSnapshot.restored(
        state, snapshot.rooms(), snapshot.roomNames(), snapshot.ids(), snapshot.scalars());
    return state;
  }

  /** A restart: freeze, put back, go on with what was put back. */
  public static State restarted(State state, long seed) {
    StateSnapshot snapshot = StateSnapshot.of(state);
    State restored = restored(snapshot, seed);
    StateSnapshot.thaw(state);
    return restored;
  }

  private static void put(@Nullable Rows rows, Rows.Frozen frozen) {
    if (rows == null) throw new AssertionError("a table without a name");
    for (int page = 0; page < frozen.pages().length; page++) {
      long[] values = frozen.page(page);
      if (values != null) rows.restore(page, values.clone(), frozen.end());
    }
  }

  private static void put(@Nullable Texts texts, @Nullable String[] values) {
    if (texts == null) throw new AssertionError("texts without a name");
    for (int id = 0; id < values.length; id++) {
      String value = values[id];
      if (value != null) texts.set(id, value);
    }
  }

  /** Fails unless both states freeze to the same numbers and texts. */
  public static void assertSame(State a, State b) {
    assertThat(content(StateSnapshot.of(b))).isEqualTo(content(StateSnapshot.of(a)));
    StateSnapshot.thaw(a);
    StateSnapshot.thaw(b);
  }

  /** All that a snapshot says, as text: what a canonical encoding of it rests on. */
  public static List<String> content(StateSnapshot snapshot) {
    List<String> lines = new ArrayList<>();
    snapshot.rows().forEach((name, rows) -> lines.add(name + content(rows)));
    snapshot.texts().forEach((name, values) -> lines.add(name + Arrays.toString(values)));
    snapshot.rooms().forEach(room -> lines.add("room " + Arrays.toString(room)));
    lines.add("names " + snapshot.roomNames());
    lines.add("ids " + Arrays.toString(snapshot.ids()));
    lines.add("scalars " + Arrays.toString(snapshot.scalars()));
    return lines;
  }

  /** The rows that are not all zeros, and the end. */
  public static String content(Rows.Frozen rows) {
    StringBuilder text = new StringBuilder(" end ").append(rows.end());
    for (int page = 0; page < rows.pages().length; page++) {
      long[] values = rows.page(page);
      if (values == null) continue;
      for (int row = 0; row < Rows.PAGE_ROWS; row++) {
        long[] columns = Arrays.copyOfRange(values, row * rows.width(), (row + 1) * rows.width());
        if (Arrays.stream(columns).allMatch(value -> value == 0)) continue;
        text.append(' ').append(page * Rows.PAGE_ROWS + row).append(Arrays.toString(columns));
      }
    }
    return text.toString();
  }
}
