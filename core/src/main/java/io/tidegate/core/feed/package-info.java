/**
 * The feed: the newest posts, kept in memory up to a bound.
 *
 * <p>Start at {@link io.tidegate.core.feed.PostTable}. It only stores posts; {@link
 * io.tidegate.core.Rules} decides whether a post may be made. Confined to the loop's thread.
 */
@NullMarked
package io.tidegate.core.feed;

import org.jspecify.annotations.NullMarked;
