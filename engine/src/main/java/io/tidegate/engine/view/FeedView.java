package io.tidegate.engine.view;

import io.tidegate.core.feed.PostTable;

/**
 * The posts in memory at one moment. Immutable; any thread.
 *
 * <p>Its content follows from {@link #oldest} and {@link #newest} alone, since a post never
 * changes. So the id of the newest post is its version, also over a restart.
 */
public final class FeedView {

  /** No posts. */
  static final FeedView EMPTY = new FeedView(1, new PostView[0]);

  private final long oldest;
  private final PostView[] posts;

  private FeedView(long oldest, PostView[] posts) {
    this.oldest = oldest;
    this.posts = posts;
  }

  /** Id of the oldest post, above {@link #newest} if there is none. */
  public long oldest() {
    return oldest;
  }

  /** Id of the newest post, 0 before the first. */
  public long newest() {
    return oldest + posts.length - 1;
  }

  /**
   * A post.
   *
   * @param id in [{@link #oldest}, {@link #newest}]
   */
  public PostView post(long id) {
    return posts[Math.toIntExact(id - oldest)];
  }

  /** The view of a later moment; takes over the posts that are still there. Loop's thread. */
  FeedView brought(PostTable table) {
    PostView[] now = new PostView[table.size()];
    for (int i = 0; i < now.length; i++) {
      long id = table.oldest() + i;
      now[i] = id >= oldest && id <= newest() ? post(id) : read(table, id);
    }
    return new FeedView(table.oldest(), now);
  }

  private static PostView read(PostTable table, long id) {
    return new PostView(id, table.author(id), table.title(id), table.text(id), table.postedMs(id));
  }
}
