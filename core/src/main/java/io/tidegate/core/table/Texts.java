package io.tidegate.core.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts by id, which {@link Rows} cannot hold, in pages like theirs. Strings are immutable, so to
 * freeze a page is to copy an array.
 */
public final class Texts {

  private static final int SHIFT = 8;
  private static final int PAGE = 1 << SHIFT;

  private @Nullable String[] @Nullable [] pages = new String[4][];

  /** The text with this id, or the empty string. */
  public String get(long id) {
    // The page number is compared as a long: ids come from outside and may have any 53 bits.
    long page = id >>> SHIFT;
    @Nullable String[] texts = page < pages.length ? pages[(int) page] : null;
    String value = texts == null ? null : texts[(int) id & (PAGE - 1)];
    return value == null ? "" : value;
  }

  /** Sets or replaces a text. */
  public void set(long id, String value) {
    int page = Math.toIntExact(id >>> SHIFT);
    if (page >= pages.length) pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
    @Nullable String[] texts = pages[page];
    if (texts == null) pages[page] = texts = new String[PAGE];
    texts[(int) id & (PAGE - 1)] = value;
  }

  /** Removes a text, and its page with the last one in it. */
  public void remove(long id) {
    long page = id >>> SHIFT;
    @Nullable String[] texts = page < pages.length ? pages[(int) page] : null;
    if (texts == null) return;
    texts[(int) id & (PAGE - 1)] = null;
    for (String text : texts) if (text != null) return;
    pages[(int) page] = null;
  }

  /** A copy for another thread, up to the last text. */
  public @Nullable String[] freeze() {
    int last = pages.length - 1;
    while (last >= 0 && pages[last] == null) last--;
    @Nullable String[] all = new String[(last + 1) * PAGE];
    for (int page = 0; page <= last; page++) {
      @Nullable String[] texts = pages[page];
      if (texts != null) System.arraycopy(texts, 0, all, page * PAGE, PAGE);
    }
    int end = all.length;
    while (end > 0 && all[end - 1] == null) end--;
    return Arrays.copyOf(all, end);
  }
}
