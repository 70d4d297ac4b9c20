package io.tidegate.audit.ledger;

import org.jspecify.annotations.Nullable;

/** The sinks, by their numbers, with the letters that are kept for each. */
final class SinkBook {
  /** Numbers of sinks are in [1, this]. */
  private static final int SINKS = 64;

  /** Places of letters, for each sink. */
  private static final int PLACES = 256;

  private final Breaches breaches;
  private final @Nullable Sink[] sinks = new @Nullable Sink[SINKS + 1];
  private long sinksEnd;
  private long lettersEnd;

  private static final class Sink {
    final String name;
    long cursor;
    int state;
    String reason = "";
    final @Nullable Letter[] letters = new @Nullable Letter[PLACES];

    Sink(String name) {
      this.name = name;
    }

    int place(long sequence, int index) {
      for (int place = 0; place < PLACES; place++) {
        Letter letter = letters[place];
        if (letter != null && letter.kept.sequence() == sequence && letter.kept.index() == index)
          return place;
      }
      return -1;
    }

    int free() {
      for (int place = 0; place < PLACES; place++) if (letters[place] == null) return place;
      return -1;
    }
  }

  private record Letter(Event.LetterKept kept, long timeMs) {}

  SinkBook(Breaches breaches) {
    this.breaches = breaches;
  }

  void book(Event.OfSink event, long timeMs) {
    int number = number(event.sink());
    Sink sink = number == 0 ? null : sinks[number];
    if (sink == null) {
      if (event instanceof Event.CursorMoved e) begin(e);
      else breaches.add(Rule.IDS, "there is no sink " + event.sink());
      return;
    }
    switch (event) {
      case Event.CursorMoved e -> move(sink, e);
      case Event.CursorReset e -> {
        notAhead(e.sequence(), "the cursor of sink " + e.sink());
        sink.cursor = e.sequence();
      }
      case Event.LetterKept e -> keep(number, sink, e, timeMs);
      case Event.LetterGone e -> {
        int place = sink.place(e.sequence(), e.index());
        if (place < 0) breaches.add(Rule.IDS, "sink " + e.sink() + " has no such letter");
        else sink.letters[place] = null;
      }
      case Event.SinkSwitched e -> {
        sink.state = e.state();
        sink.reason = e.reason();
      }
      case Event.SinkRemoved _ -> sinks[number] = null;
    }
  }

  private int number(String name) {
    for (int number = 1; number <= SINKS; number++) {
      Sink sink = sinks[number];
      if (sink != null && sink.name.equals(name)) return number;
    }
    return 0;
  }

  private void begin(Event.CursorMoved e) {
    notAhead(e.sequence(), "the cursor of sink " + e.sink());
    int number = 1;
    while (number <= SINKS && sinks[number] != null) number++;
    if (number > SINKS) {
      breaches.add(Rule.IDS, "sink " + e.sink() + " is one more than " + SINKS);
      return;
    }
    Sink sink = new Sink(e.sink());
    sink.cursor = e.sequence();
    sinks[number] = sink;
    sinksEnd = Math.max(sinksEnd, number + 1L);
  }

  private void move(Sink sink, Event.CursorMoved e) {
    if (e.sequence() <= sink.cursor)
      breaches.add(
          Rule.SINKS,
          "the cursor of sink " + e.sink() + " goes from " + sink.cursor + " to " + e.sequence());
    notAhead(e.sequence(), "the cursor of sink " + e.sink());
    sink.cursor = e.sequence();
  }

  /** What was sent stood in a record before this one. */
  private void notAhead(long sequence, String what) {
    if (sequence >= breaches.place().sequence())
      breaches.add(
          Rule.SINKS, what + " is at record " + sequence + ", which is not before its own");
  }

  private void keep(int number, Sink sink, Event.LetterKept e, long timeMs) {
    notAhead(e.sequence(), "a letter of sink " + e.sink());
    int place = sink.place(e.sequence(), e.index());
    if (place < 0) place = sink.free();
    if (place < 0) {
      breaches.add(Rule.IDS, "sink " + e.sink() + " has more than " + PLACES + " letters");
      return;
    }
    sink.letters[place] = new Letter(e, timeMs);
    lettersEnd = Math.max(lettersEnd, (number - 1L) * PLACES + place + 1);
  }

  /** One past the highest row of the table of sinks that was ever written. */
  long sinksEnd() {
    return sinksEnd;
  }

  /** The same of the table of letters. */
  long lettersEnd() {
    return lettersEnd;
  }

  private @Nullable Sink at(long number) {
    return number > 0 && number <= SINKS ? sinks[(int) number] : null;
  }

  private @Nullable Letter letterAt(long row) {
    Sink sink = at(row / PLACES + 1);
    return sink == null ? null : sink.letters[(int) (row % PLACES)];
  }

  void sink(long row, long[] wanted) {
    Sink sink = at(row);
    if (sink == null) return;
    wanted[0] = sink.cursor;
    wanted[1] = sink.state + 1L;
  }

  void letter(long row, long[] wanted) {
    Letter letter = letterAt(row);
    if (letter == null) return;
    Event.LetterKept e = letter.kept;
    long[] values = {e.sequence(), e.index(), e.attempts(), e.status(), e.state(), letter.timeMs};
    System.arraycopy(values, 0, wanted, 0, values.length);
  }

  String name(long number) {
    Sink sink = at(number);
    return sink == null ? "" : sink.name;
  }

  String reason(long number) {
    Sink sink = at(number);
    return sink == null ? "" : sink.reason;
  }

  String error(long row) {
    Letter letter = letterAt(row);
    return letter == null ? "" : letter.kept.error();
  }
}
