package io.tidegate.store.codec;

import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import io.tidegate.store.journal.SnapshotWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state as sections of a snapshot: the first names the layout, the second holds single numbers,
 * then follows one for each table and one for each list of texts. Pages are written as they lie in
 * memory, so that reading a million rows takes no longer than the disk does.
 *
 * <p>To read, pass the sections to {@link #read} in any number of pieces, and then call {@link
 * #finish}. Not thread-safe.
 */
public final class StateCodec {

  private static final int NUMBERS = 1;
  private static final int LAYOUT = 2;
  private static final int TABLES = 100;
  private static final int TEXTS = 200;

  /** A list longer than this goes on in the next row, since a row has a bound. */
  private static final int NUMBERS_IN_ROW = 100_000;

  private static final long[] NONE = {};

  private final State state;
  private final List<Rows> tables;
  private final List<Texts> texts;
  private final List<long[]> numbers = new ArrayList<>();
  private final List<String> roomNames = new ArrayList<>();
  private long[] unfinished = NONE;

  /**
   * @param state a new state, to be filled
   */
  public StateCodec(State state) {
    this.state = state;
    tables = List.copyOf(StateSnapshot.rowsOf(state).values());
    texts = List.copyOf(StateSnapshot.textsOf(state).values());
  }

  /** Writes a frozen state. */
  public static void write(StateSnapshot frozen, SnapshotWriter out) throws IOException {
    List<Rows.Frozen> tables = List.copyOf(frozen.rows().values());
    out.section(LAYOUT);
    Fields.text(out.room(8 + Fields.TEXT_BYTES_MAX), frozen.layout());
    out.section(NUMBERS);
    numbers(out, frozen.ids(), "");
    numbers(out, frozen.scalars(), "");
    numbers(out, tables.stream().mapToLong(Rows.Frozen::end).toArray(), "");
    for (int i = 0; i < frozen.rooms().size(); i++)
      numbers(out, frozen.rooms().get(i), frozen.roomNames().get(i));
    for (int i = 0; i < tables.size(); i++) table(out, TABLES + i, tables.get(i));
    int section = TEXTS;
    for (@Nullable String[] values : frozen.texts().values()) texts(out, section++, values);
  }

  private static void numbers(SnapshotWriter out, long[] values, String name) throws IOException {
    int from = 0;
    do {
      int to = Math.min(values.length, from + NUMBERS_IN_ROW);
      ByteBuffer row = out.room(8 + Fields.TEXT_BYTES_MAX + 8 * NUMBERS_IN_ROW);
      Fields.text(row, name).putInt(to - from).put((byte) (to < values.length ? 1 : 0));
      for (; from < to; from++) row.putLong(values[from]);
    } while (from < values.length);
  }

  private static void table(SnapshotWriter out, int section, Rows.Frozen table) throws IOException {
    out.section(section);
    for (int page = 0; page < table.pages().length; page++) {
      long[] values = table.page(page);
      if (values == null) continue;
      ByteBuffer row = out.room(4 + 8 * values.length).putInt(page);
      row.asLongBuffer().put(values);
      row.position(row.position() + 8 * values.length);
    }
  }

  private static void texts(SnapshotWriter out, int section, @Nullable String[] values)
      throws IOException {
    out.section(section);
    for (int id = 0; id < values.length; id++) {
      String value = values[id];
      if (value != null) Fields.text(out.room(8 + Fields.TEXT_BYTES_MAX).putInt(id), value);
    }
  }

  /**
   * Whether a snapshot that begins with these rows is of another layout than this program's.
   *
   * @return null if it can be read, otherwise why not
   */
  public @Nullable String refuses(int section, ByteBuffer rows) {
    boolean known = section == LAYOUT && Fields.text(rows).equals(StateSnapshot.layoutOf(state));
    return known ? null : "another version of the program wrote it";
  }

  /** Takes rows of a section into the state. */
  public void read(int section, ByteBuffer rows) {
    if (section == LAYOUT) return;
    while (rows.hasRemaining()) {
      if (section == NUMBERS) readNumbers(rows);
      else if (section >= TEXTS) texts.get(section - TEXTS).set(rows.getInt(), Fields.text(rows));
      else readPage(section - TABLES, rows);
    }
  }

  private void readNumbers(ByteBuffer rows) {
    String name = Fields.text(rows);
    int start = unfinished.length;
    long[] values = Arrays.copyOf(unfinished, start + rows.getInt());
    boolean more = rows.get() == 1;
    for (int i = start; i < values.length; i++) values[i] = rows.getLong();
    unfinished = more ? values : NONE;
    if (more) return;
    numbers.add(values);
    if (numbers.size() > 3) roomNames.add(name);
  }

  private void readPage(int table, ByteBuffer rows) {
    Rows into = tables.get(table);
    int page = rows.getInt();
    long[] values = new long[Rows.PAGE_ROWS * into.width()];
    rows.asLongBuffer().get(values);
    rows.position(rows.position() + 8 * values.length);
    into.restore(page, values, numbers.get(2)[table]);
  }

  /** Rebuilds what is derived, once everything was read; does nothing if nothing was. */
  public void finish() {
    if (numbers.isEmpty()) return;
    StateSnapshot.restored(
        state, numbers.subList(3, numbers.size()), roomNames, numbers.get(0), numbers.get(1));
  }
}
