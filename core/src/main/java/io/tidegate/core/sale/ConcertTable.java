package io.tidegate.core.sale;

import io.tidegate.core.table.Texts;

/** Concerts by id: a title and a place. */
public final class ConcertTable {

  final Texts titles = new Texts();
  final Texts places = new Texts();
  private long end;
  private int size;

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

  /** Concerts in memory. */
  public int size() {
    return size;
  }

  /** One past the highest id. */
  public long end() {
    return end;
  }

  /** Adds or replaces a concert. */
  public void put(long concert, String title, String place) {
    if (!exists(concert)) size++;
    titles.set(concert, title);
    places.set(concert, place);
    end = Math.max(end, concert + 1);
  }

  /** Removes a concert of which no date is left from memory. */
  void retire(long concert) {
    titles.remove(concert);
    places.remove(concert);
    size--;
  }

  void restored(long newEnd) {
    end = newEnd;
    for (long concert = 1; concert < end; concert++) if (exists(concert)) size++;
  }
}
