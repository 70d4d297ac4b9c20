/**
 * The feed: the newest posts, as JSON for programs and as a page for people. Start at {@link
 * io.tidegate.api.feed.FeedOperations}; posts are made in {@link io.tidegate.api.admin}.
 */
@NullMarked
package io.tidegate.api.feed;

import org.jspecify.annotations.NullMarked;
