package io.tidegate.lab.report;

import io.tidegate.lab.recording.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of a report.
 *
 * @param id for links within a page
 * @param reading how to read it
 */
record Table(String id, Text title, Text reading, List<Column> columns, List<List<Cell>> rows) {

  /** Numbers stand to the right. */
  record Column(Text title, boolean number) {}

  /** What a cell says, and what a reader should make of it. */
  record Cell(Text text, Tone tone) {}

  /** How it is with something. */
  enum Tone {
    PLAIN,
    GOOD,
    WARN,
    BAD
  }

  static Table of(String id, Text title, Text reading, Column... columns) {
    return new Table(id, title, reading, List.of(columns), new ArrayList<>());
  }

  static Column words(String english, String korean) {
    return new Column(new Text(english, korean), false);
  }

  static Column number(String english, String korean) {
    return new Column(new Text(english, korean), true);
  }

  static Cell cell(String text) {
    return new Cell(Text.same(text), Tone.PLAIN);
  }

  static Cell cell(String english, String korean, Tone tone) {
    return new Cell(new Text(english, korean), tone);
  }

  void add(List<Cell> cells) {
    rows.add(cells);
  }

  void add(String... cells) {
    List<Cell> row = new ArrayList<>();
    for (String text : cells) row.add(cell(text));
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }
}
