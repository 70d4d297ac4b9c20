package io.tidegate.core.feed;

import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The posts in memory: those from {@link #oldest} to {@link #newest}, without a gap. Posts that
 * left memory stay in the journal.
 *
 * <p>A post's place follows from its id alone, in a ring of {@link #MOST} places, so that equal
 * posts make equal tables, however many older ones left.
 */
public final class PostTable {

  /** More are never kept. */
  public static final int MOST = 1 << 16;

  private static final int ID = 0;
  private static final int POSTED_MS = 1;

  private final Rows rows = new Rows(2);
  private final Texts authors = new Texts();
  private final Texts titles = new Texts();
  private final Texts texts = new Texts();
  private long oldest = 1;
  private long newest;

  /** The oldest in memory; above {@link #newest} if there is none. */
  public long oldest() {
    return oldest;
  }

  /** The one made last, 0 before the first. */
  public long newest() {
    return newest;
  }

  /** Posts in memory. */
  public int size() {
    return (int) (newest - oldest + 1);
  }

  /** When it was made, epoch ms. */
  public long postedMs(long post) {
    return rows.get(place(post), POSTED_MS);
  }

  /** Who wrote it. */
  public String author(long post) {
    return authors.get(place(post));
  }

  /** Its title. */
  public String title(long post) {
    return titles.get(place(post));
  }

  /** What it says. */
  public String text(long post) {
    return texts.get(place(post));
  }

  /**
   * Adds the next post and lets go of the oldest.
   *
   * @param post one more than {@link #newest}
   * @param keepFrom posts with smaller ids leave memory; at most {@code post}, and above {@code
   *     post} - {@link #MOST}
   */
  public void add(
      long post, long keepFrom, String author, String title, String text, long postedMs) {
    for (; oldest < Math.min(keepFrom, post); oldest++) forget(place(oldest));
    newest = post;
    set(place(post), post, postedMs, author, title, text);
  }

  private void forget(int place) {
    set(place, 0, 0, "", "", "");
  }

  private void set(int place, long id, long postedMs, String author, String title, String text) {
    rows.set(place, ID, id);
    rows.set(place, POSTED_MS, postedMs);
    authors.set(place, author);
    titles.set(place, title);
    texts.set(place, text);
  }

  private static int place(long post) {
    return (int) post & (MOST - 1);
  }

  /** All rows by the name they have in a snapshot. */
  public Map<String, Rows> rows() {
    return Map.of("posts", rows);
  }

  /** All texts by the name they have in a snapshot, in its order. */
  public Map<String, Texts> texts() {
    Map<String, Texts> all = new LinkedHashMap<>();
    all.put("post-authors", authors);
    all.put("post-titles", titles);
    all.put("post-texts", texts);
    return all;
  }

  /** Finds again where the posts begin, after rows and texts were restored. */
  public void restored(long last) {
    newest = last;
    oldest = last + 1;
    while (oldest > 1 && rows.get(place(oldest - 1), ID) == oldest - 1) oldest--;
  }
}
