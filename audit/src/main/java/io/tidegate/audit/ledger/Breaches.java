package io.tidegate.audit.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The breaches: the first ones in words, and the count of all. */
final class Breaches {
  private static final int LISTED = 100;

  private final List<Breach> list = new ArrayList<>();
  private long count;
  private Place place = new Place(0, 0, "Record");

  /** Where in the journal the ledger is. */
  record Place(long sequence, int index, String event) {}

  /** From here on breaches are those of this place. */
  void at(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  void add(Rule rule, String what) {
    add(place, rule, what);
  }

  void add(Place where, Rule rule, String what) {
    count++;
    if (list.size() == LISTED) return;
    list.add(new Breach(where.sequence(), where.index(), where.event(), rule, what));
  }

  List<Breach> list() {
    return Collections.unmodifiableList(list);
  }

  long count() {
    return count;
  }
}
