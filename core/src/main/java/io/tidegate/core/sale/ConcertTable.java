package io.tidegate.core.sale;

import io.tidegate.core.table.Texts;

/** Concerts by id: a title and a place. */
public final class ConcertTable {

  final Texts titles = new Texts();
  final Texts places = new Texts();
  private long end;

  /** Whether there is such a concert. */
  public boolean exists(long concert) {
    return !titles.get(concert).isEmpty();
  }

  /** Its title, never empty. */
  public String title(long concert) {
    return titles.get(concert);
  }

  /** Where it is played. */
  public String place(long concert) {
    return places.get(concert);
  }

  /** One past the highest id. */
  public long end() {
    return end;
  }

  /** Adds or replaces a concert. */
  public void put(long concert, String title, String place) {
    titles.set(concert, title);
    places.set(concert, place);
    end = Math.max(end, concert + 1);
  }

  void restored(long newEnd) {
    end = newEnd;
  }
}
