package io.tidegate.core.outbox;

import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sinks and their letters. A sink has a number in [1, {@link #SINKS_MAX}], the lowest that was free
 * when it came; a letter has a place among those of its sink, also the lowest that was free. Both
 * bounds are small, so everything is found by looking through.
 */
public final class SinkTable {

  /** More sinks are never known. */
  public static final int SINKS_MAX = 64;

  /** More letters of one sink are never kept. */
  public static final int LETTERS_MAX = 256;

  private static final int CURSOR = 0;
  private static final int STATE = 1; // 0 for no sink, else the state's ordinal + 1

  private static final int SEQUENCE = 0; // 0 for no letter
  private static final int INDEX = 1;
  private static final int ATTEMPTS = 2;
  private static final int STATUS = 3;
  private static final int LETTER_STATE = 4;
  private static final int TRIED_MS = 5;

  private final Rows sinks = new Rows(2);
  private final Rows letters = new Rows(6);
  private final Texts names = new Texts();
  private final Texts reasons = new Texts();
  private final Texts errors = new Texts();

  /**
   * A sink.
   *
   * @param cursor everything up to this sequence was sent, or is a letter
   * @param reason why it is off; empty if it is on
   * @param letters by sequence and index
   */
  public record Sink(
      String name, long cursor, SinkState state, String reason, List<Letter> letters) {}

  /**
   * One event that is sent to one sink apart from the others.
   *
   * @param sequence of its record
   * @param index its place in the record, from 0
   * @param attempts to send it so far
   * @param status the HTTP status of the last answer, 0 for none
   * @param triedMs when that was noted, epoch ms
   * @param error what went wrong, in words
   */
  public record Letter(
      long sequence,
      int index,
      int attempts,
      int status,
      LetterState state,
      long triedMs,
      String error) {}

  /** The number of the sink of this name; 0 if there is none. */
  public int find(String name) {
    for (int sink = 1; sink <= SINKS_MAX; sink++)
      if (exists(sink) && names.get(sink).equals(name)) return sink;
    return 0;
  }

  /** The number that the next sink gets; 0 if there is no room for one. */
  public int free() {
    for (int sink = 1; sink <= SINKS_MAX; sink++) if (!exists(sink)) return sink;
    return 0;
  }

  private boolean exists(int sink) {
    return sinks.get(sink, STATE) != 0;
  }

  /** Everything up to this sequence was sent to it, or is a letter. */
  public long cursor(int sink) {
    return sinks.get(sink, CURSOR);
  }

  /** Whether it is sent to. */
  public SinkState state(int sink) {
    return SinkState.of((int) sinks.get(sink, STATE) - 1);
  }

  /** All of it, for whoever asks. */
  public Sink sink(int sink) {
    return new Sink(names.get(sink), cursor(sink), state(sink), reasons.get(sink), letters(sink));
  }

  /** All sinks, by name. */
  public List<Sink> all() {
    List<Sink> all = new ArrayList<>();
    for (int sink = 1; sink <= SINKS_MAX; sink++) if (exists(sink)) all.add(sink(sink));
    all.sort(Comparator.comparing(Sink::name));
    return all;
  }

  private List<Letter> letters(int sink) {
    List<Letter> all = new ArrayList<>();
    for (long row = row(sink, 0); row < row(sink, LETTERS_MAX); row++) {
      if (letters.get(row, SEQUENCE) == 0) continue;
      all.add(
          new Letter(
              letters.get(row, SEQUENCE),
              (int) letters.get(row, INDEX),
              (int) letters.get(row, ATTEMPTS),
              (int) letters.get(row, STATUS),
              LetterState.of((int) letters.get(row, LETTER_STATE)),
              letters.get(row, TRIED_MS),
              errors.get(row)));
    }
    all.sort((a, b) ->
        a.sequence() == b.sequence()
            ? Integer.compare(a.index(), b.index())
            : Long.compare(a.sequence(), b.sequence()));
    return all;
  }

  /** Whether the letter is kept, or there is room for it. */
  public boolean hasRoom(int sink, long sequence, int index) {
    return letter(sink, sequence, index) >= 0 || freeLetter(sink) >= 0;
  }

  /** Whether that letter is kept. */
  public boolean keeps(int sink, long sequence, int index) {
    return letter(sink, sequence, index) >= 0;
  }

  private long letter(int sink, long sequence, int index) {
    for (long row = row(sink, 0); row < row(sink, LETTERS_MAX); row++)
      if (letters.get(row, SEQUENCE) == sequence && letters.get(row, INDEX) == index) return row;
    return -1;
  }

  private long freeLetter(int sink) {
    for (long row = row(sink, 0); row < row(sink, LETTERS_MAX); row++)
      if (letters.get(row, SEQUENCE) == 0) return row;
    return -1;
  }

  private static long row(int sink, int place) {
    return (sink - 1L) * LETTERS_MAX + place;
  }

  /** The sink of this name stands here now; a new one where there is none. */
  public void moveTo(String name, long sequence) {
    int sink = find(name);
    if (sink == 0) {
      sink = free();
      names.set(sink, name);
      sinks.set(sink, STATE, SinkState.ON.ordinal() + 1);
    }
    sinks.set(sink, CURSOR, sequence);
  }

  /** A sink is on or off now. */
  public void switchTo(String name, SinkState state, String reason) {
    int sink = find(name);
    sinks.set(sink, STATE, state.ordinal() + 1);
    if (reason.isEmpty()) reasons.remove(sink);
    else reasons.set(sink, reason);
  }

  /** A letter is kept, in the place of its former self if there is one. */
  public void keep(String name, Letter letter) {
    int sink = find(name);
    long row = letter(sink, letter.sequence(), letter.index());
    if (row < 0) row = freeLetter(sink);
    letters.set(row, SEQUENCE, letter.sequence());
    letters.set(row, INDEX, letter.index());
    letters.set(row, ATTEMPTS, letter.attempts());
    letters.set(row, STATUS, letter.status());
    letters.set(row, LETTER_STATE, letter.state().ordinal());
    letters.set(row, TRIED_MS, letter.triedMs());
    if (letter.error().isEmpty()) errors.remove(row);
    else errors.set(row, letter.error());
  }

  /** A letter is kept no more. */
  public void drop(String name, long sequence, int index) {
    long row = letter(find(name), sequence, index);
    letters.clear(row);
    errors.remove(row);
  }

  /** A sink leaves memory with its letters. */
  public void remove(String name) {
    int sink = find(name);
    for (long row = row(sink, 0); row < row(sink, LETTERS_MAX); row++) {
      if (letters.get(row, SEQUENCE) == 0) continue;
      letters.clear(row);
      errors.remove(row);
    }
    sinks.clear(sink);
    names.remove(sink);
    reasons.remove(sink);
  }

  /** All rows by the name they have in a snapshot, in its order. */
  public Map<String, Rows> rows() {
    Map<String, Rows> all = new LinkedHashMap<>();
    all.put("sinks", sinks);
    all.put("letters", letters);
    return all;
  }

  /** All texts by the name they have in a snapshot, in its order. */
  public Map<String, Texts> texts() {
    Map<String, Texts> all = new LinkedHashMap<>();
    all.put("sink-names", names);
    all.put("sink-reasons", reasons);
    all.put("letter-errors", errors);
    return all;
  }
}
