package io.tidegate.audit.ledger;

import io.tidegate.audit.snapshot.ContentReader;
import io.tidegate.audit.snapshot.MalformedContentException;
import io.tidegate.audit.snapshot.SnapshotTable;
import io.tidegate.audit.snapshot.TextList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a snapshot with the state that follows from the events up to its record: every number of
 * every row, and whether a row is missing. A row that is in no page holds zeros. In a keyed table
 * it does not matter which row a key has; but each key must have one, and all other rows must be in
 * the list of free ones.
 */
public final class SnapshotCheck implements ContentReader.Sink {
  private static final int LISTED = 10;
  private static final int IDS = 0;
  private static final int SCALARS = 1;
  private static final int ENDS = 2;
  private static final int ROOMS = 3;
  private static final int CONCERTS_END = 3;
  private static final int TERM = 5;
  private static final int FIRST_TABLE_END = 6;

  private final SnapshotRows rows;
  private final String name;
  private final Breaches breaches;
  private final List<Room> rooms;
  private long[] scalars = {};
  private long[] ends = {};
  private int roomsSeen;
  private long differences;

  /** By table: the next row that has to be looked at. */
  private final long[] next = new long[SnapshotTable.values().length];

  private final Map<SnapshotTable, FreeRows> free = new EnumMap<>(SnapshotTable.class);
  private final long[] nextText = new long[TextList.values().length];

  SnapshotCheck(Ledger.Books books, String name, Breaches breaches) {
    this.name = name;
    this.breaches = breaches;
    this.rows = new SnapshotRows(books);
    this.rooms = new ArrayList<>(books.rooms().all().values());
    rooms.removeIf(room -> room.retired);
    rooms.sort((a, b) -> Long.compare(a.id, b.id));
    for (SnapshotTable table : SnapshotTable.values())
      if (table.keyed()) free.put(table, new FreeRows());
  }

  /** How many differences were found. */
  public long differences() {
    return differences;
  }

  /** Notes something that is not as the journal gives it. */
  public void differs(String what) {
    if (++differences <= LISTED) breaches.add(Rule.SNAPSHOTS, name + ": " + what);
  }

  @Override
  public void numbers(int index, String roomName, long[] values) {
    switch (index) {
      case IDS -> compare("last ids", values, rows.ids());
      case SCALARS -> scalars = values;
      case ENDS -> ends(values);
      default -> room(index - ROOMS, roomName, values);
    }
  }

  private void ends(long[] values) {
    ends = values;
    long[] again =
        Arrays.copyOfRange(scalars, Math.min(scalars.length, FIRST_TABLE_END), scalars.length);
    compare("scalars: ends of tables", again, ends);
    for (SnapshotTable table : SnapshotTable.values())
      if (!table.keyed() && end(table) != rows.end(table))
        differs("table " + table.word() + " ends at " + end(table) + ", not " + rows.end(table));
    if (scalars.length > TERM && scalars[TERM] != rows.term())
      differs("the term is " + scalars[TERM] + ", not " + rows.term());
    long concerts = scalars.length > CONCERTS_END ? scalars[CONCERTS_END] : -1;
    if (concerts != rows.concertsEnd())
      differs("concerts end at " + concerts + ", not " + rows.concertsEnd());
  }

  private long end(SnapshotTable table) {
    return table.ordinal() < ends.length ? ends[table.ordinal()] : 0;
  }

  private void room(int index, String roomName, long[] values) {
    roomsSeen++;
    if (index >= rooms.size()) {
      differs("room " + index + " is one too many");
      return;
    }
    Room room = rooms.get(index);
    if (!roomName.equals(room.settings().name()))
      differs("room " + room.id + " is called " + roomName + ", not " + room.settings().name());
    compare("room " + room.id, values, SnapshotRoom.of(room));
  }

  private void compare(String what, long[] found, long[] wanted) {
    if (found.length != wanted.length)
      differs(what + " has " + found.length + " numbers, not " + wanted.length);
    for (int i = 0; i < Math.min(found.length, wanted.length); i++)
      if (found[i] != wanted[i])
        differs(what + ", number " + (i + 1) + ", is " + found[i] + ", not " + wanted[i]);
  }

  @Override
  public void page(SnapshotTable table, int page, long[] values) throws MalformedContentException {
    long first = (long) page * ContentReader.PAGE_ROWS;
    upTo(table, first);
    long[] row = new long[table.width()];
    for (int i = 0; i < ContentReader.PAGE_ROWS; i++) {
      System.arraycopy(values, i * row.length, row, 0, row.length);
      row(table, first + i, row);
    }
    next[table.ordinal()] = first + ContentReader.PAGE_ROWS;
  }

  /** Looks at the rows that lie in no page before this one. */
  private void upTo(SnapshotTable table, long first) {
    long[] zeros = new long[table.width()];
    long end = absentUntil(table, first);
    for (long row = next[table.ordinal()]; row < end; row++) {
      Arrays.fill(zeros, 0);
      row(table, row, zeros);
    }
  }

  /**
   * Where the rows end that lie in no page before this one and need a look: what a snapshot says of
   * a table's end may be any number. Of a keyed table all free rows but one name the next, so it
   * has no second page of zeros.
   */
  private long absentUntil(SnapshotTable table, long first) {
    if (!table.keyed()) return Math.min(first, rows.end(table));
    long until = Math.min(first, end(table));
    long most = next[table.ordinal()] + 2L * ContentReader.PAGE_ROWS;
    if (until > most)
      differs("table " + table.word() + " ends at " + end(table) + ", and its pages before");
    return Math.min(until, most);
  }

  private void row(SnapshotTable table, long row, long[] found) {
    if (table.keyed() && found[0] == 0) {
      freeRow(table, row, found);
      return;
    }
    if (table.keyed() && row >= end(table))
      differs("table " + table.word() + ", row " + row + ", is behind the table's end");
    String problem = rows.compare(table, row, found);
    if (problem != null) differs("table " + table.word() + ", row " + row + ": " + problem);
  }

  private void freeRow(SnapshotTable table, long row, long[] found) {
    if (row < end(table)) free(table).add(row, found[1]);
    else if (found[1] != 0) differs("table " + table.word() + ", row " + row + ", is not empty");
    for (int column = 2; column < found.length; column++)
      if (found[column] != 0)
        differs("table " + table.word() + ", row " + row + ", is free and not empty");
  }

  private FreeRows free(SnapshotTable table) {
    return free.computeIfAbsent(table, _ -> new FreeRows());
  }

  @Override
  public void text(TextList list, int id, String text) {
    for (long absent = nextText[list.ordinal()]; absent < id; absent++) text(list, absent, "");
    text(list, (long) id, text);
    nextText[list.ordinal()] = id + 1L;
  }

  private void text(TextList list, long id, String text) {
    String wanted = rows.text(list, id);
    if (!text.equals(wanted))
      differs(list.word() + ", text " + id + ": is \"" + text + "\", not \"" + wanted + "\"");
  }

  /** To be called behind the last section: what is missing? */
  public void end() {
    if (ends.length != SnapshotTable.values().length)
      differs("has " + ends.length + " ends of tables, not " + SnapshotTable.values().length);
    if (roomsSeen < rooms.size()) differs("has " + roomsSeen + " rooms, not " + rooms.size());
    for (SnapshotTable table : SnapshotTable.values()) {
      upTo(table, Long.MAX_VALUE);
      String missing = rows.missing(table);
      if (missing != null) differs("table " + table.word() + ": " + missing + " is missing");
    }
    for (TextList list : TextList.values())
      for (long id = nextText[list.ordinal()]; id < rows.end(list); id++) text(list, id, "");
    if (scalars.length >= FIRST_TABLE_END) checkFree();
    if (differences > LISTED)
      breaches.add(Rule.SNAPSHOTS, name + ": " + (differences - LISTED) + " more differences");
  }

  private void checkFree() {
    Map<SnapshotTable, Long> firsts = new HashMap<>();
    firsts.put(SnapshotTable.USERS, scalars[0]);
    firsts.put(SnapshotTable.TAKEN, scalars[1]);
    firsts.put(SnapshotTable.KEYS, scalars[2]);
    firsts.put(SnapshotTable.TICKETS, scalars[4]);
    free.forEach((table, list) -> {
      if (!list.isWhole(firsts.getOrDefault(table, 0L)))
        differs("table " + table.word() + ": its list of free rows is not all of them");
    });
  }
}
