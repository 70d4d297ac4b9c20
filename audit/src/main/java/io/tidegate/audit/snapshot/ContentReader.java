package io.tidegate.audit.snapshot;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the chunks of a snapshot into numbers, pages of tables and texts, strictly in the order of
 * the format. One reading, one thread.
 */
public final class ContentReader {
  /** Rows in a page. */
  public static final int PAGE_ROWS = 1_024;

  private static final int NUMBERS = 1;
  private static final int LAYOUT = 2;
  private static final int TABLES = 100;
  private static final int TEXTS = 200;
  private static final int TEXT_MAX = 4_096;
  private static final int MEANINGS = 4;
  private static final int IDS = 8;
  private static final int SCALARS = 6 + SnapshotTable.values().length;
  private static final int ROOM_LAYOUT = 6;

  private final Sink sink;
  private final Map<TextList, Integer> lastText = new EnumMap<>(TextList.class);
  private int section = -1;
  private boolean known;
  private int lists;
  private long[] unfinished = {};
  private int lastPage;

  /** Takes what a snapshot says, in its order. */
  public interface Sink {
    /** A list of numbers; the first three have no name, then comes one a room. */
    void numbers(int index, String name, long[] values) throws MalformedContentException;

    /** A page of a table; those of one table come in ascending order. */
    void page(SnapshotTable table, int page, long[] values) throws MalformedContentException;

    /** A text; those of one list come in ascending order of their ids. */
    void text(TextList list, int id, String text) throws MalformedContentException;
  }

  /** A reader for one snapshot. */
  public ContentReader(Sink sink) {
    this.sink = sink;
  }

  /** The layout that part 3 describes, as its section says it. */
  public static String layout() {
    return "meanings %d, ids %d, scalars %d, rooms %d, rows {%s}, texts [%s]"
        .formatted(
            MEANINGS,
            IDS,
            SCALARS,
            ROOM_LAYOUT,
            Stream.of(SnapshotTable.values())
                .map(table -> table.word() + "=" + table.width())
                .collect(Collectors.joining(", ")),
            Stream.of(TextList.values()).map(TextList::word).collect(Collectors.joining(", ")));
  }

  /**
   * Takes the rows of one chunk.
   *
   * @return whether the snapshot is of the layout described; if not, nothing else of it is looked
   *     at
   * @throws MalformedContentException if it is not what the format says
   */
  public boolean take(int newSection, ByteBuffer rows) throws MalformedContentException {
    if (section < 0) {
      if (newSection != LAYOUT) return false;
      section = LAYOUT;
      known = text(rows).equals(layout());
      if (known && rows.hasRemaining()) throw new MalformedContentException("more than one layout");
      return known;
    }
    begin(newSection);
    try {
      while (rows.hasRemaining()) {
        if (section == NUMBERS) numbers(rows);
        else if (section < TEXTS) page(SnapshotTable.values()[section - TABLES], rows);
        else text(TextList.values()[section - TEXTS], rows);
      }
    } catch (BufferUnderflowException e) {
      throw new MalformedContentException("section " + section + " ends within a row");
    }
    return true;
  }

  private void begin(int next) throws MalformedContentException {
    if (next == section && next != LAYOUT) return;
    boolean table = next >= TABLES && next < TABLES + SnapshotTable.values().length;
    boolean texts = next >= TEXTS && next < TEXTS + TextList.values().length;
    boolean inOrder = section == LAYOUT ? next == NUMBERS : next > section && (table || texts);
    if (!inOrder || unfinished.length > 0)
      throw new MalformedContentException("section " + next + " follows section " + section);
    section = next;
    lastPage = -1;
  }

  private void numbers(ByteBuffer rows) throws MalformedContentException {
    String name = text(rows);
    int count = rows.getInt();
    int more = rows.get();
    if (count < 0 || more < 0 || more > 1 || rows.remaining() < 8L * count)
      throw new MalformedContentException("a list of " + count + " numbers");
    int start = unfinished.length;
    long[] values = Arrays.copyOf(unfinished, start + count);
    for (int i = start; i < values.length; i++) values[i] = rows.getLong();
    unfinished = more == 1 ? values : new long[0];
    if (more == 0) sink.numbers(lists++, name, values);
  }

  private void page(SnapshotTable table, ByteBuffer rows) throws MalformedContentException {
    int page = rows.getInt();
    if (page <= lastPage)
      throw new MalformedContentException(
          table.word() + ": page " + page + " follows page " + lastPage);
    lastPage = page;
    long[] values = new long[PAGE_ROWS * table.width()];
    rows.asLongBuffer().get(values);
    rows.position(rows.position() + 8 * values.length);
    sink.page(table, page, values);
  }

  private void text(TextList list, ByteBuffer rows) throws MalformedContentException {
    int id = rows.getInt();
    if (id <= lastText.getOrDefault(list, -1))
      throw new MalformedContentException(list.word() + ": text " + id + " is out of order");
    lastText.put(list, id);
    sink.text(list, id, text(rows));
  }

  private static String text(ByteBuffer rows) throws MalformedContentException {
    try {
      int length = Short.toUnsignedInt(rows.getShort());
      if (length > TEXT_MAX || length > rows.remaining())
        throw new MalformedContentException("a text of " + length + " bytes");
      ByteBuffer utf8 = rows.slice(rows.position(), length);
      rows.position(rows.position() + length);
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (BufferUnderflowException e) {
      throw new MalformedContentException("a text without its length");
    } catch (CharacterCodingException e) {
      throw new MalformedContentException("a text that is not UTF-8");
    }
  }

  /**
   * To be called behind the last chunk.
   *
   * @throws MalformedContentException if more should have come
   */
  public void end() throws MalformedContentException {
    if (section < 0) throw new MalformedContentException("nothing stands in it");
    if (unfinished.length > 0) throw new MalformedContentException("a list of numbers goes on");
  }
}
