package io.tidegate.api.feed;

import io.tidegate.engine.view.FeedView;
import io.tidegate.engine.view.PostView;
import java.util.function.Consumer;

/**
 * One page of the feed: posts from the newest down. Pages go by ids rather than numbers, so that
 * none is skipped or told twice while posts are being made.
 *
 * @param feed the feed it is of
 * @param newest id of its first post
 * @param oldest id of its last post, above {@code newest} if it has none
 */
record FeedSlice(FeedView feed, long newest, long oldest) {

  /**
   * The page before a post.
   *
   * @param before posts with smaller ids, at least 1
   * @param limit at most so many
   */
  static FeedSlice of(FeedView feed, long before, int limit) {
    long newest = Math.min(feed.newest(), before - 1);
    return new FeedSlice(feed, newest, Math.max(feed.oldest(), newest - limit + 1));
  }

  /** Whether it begins with the newest post there is. */
  boolean isFirst() {
    return newest == feed.newest();
  }

  /** Whether there are older posts: those before {@link #oldest}. */
  boolean hasMore() {
    return oldest <= newest && oldest > feed.oldest();
  }

  int size() {
    return (int) Math.max(0, newest - oldest + 1);
  }

  void forEach(Consumer<PostView> each) {
    for (long id = newest; id >= oldest; id--) each.accept(feed.post(id));
  }

  /**
   * Grows whenever the page changes. Posts never change: the first page changes with the newest
   * post, a later one when its oldest leave memory.
   */
  long version() {
    if (isFirst()) return newest;
    return hasMore() ? 0 : feed.oldest();
  }
}
