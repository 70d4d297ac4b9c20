package io.tidegate.core;

import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Unfit;

/** Rules of the feed. */
final class FeedRules {

  /** Bytes of a post's text in UTF-8: what the journal holds of one text. */
  static final int TEXT_BYTES_MAX = 4_096;

  private final Limits limits;

  FeedRules(Limits limits) {
    this.limits = limits;
  }

  /** A post is never refused for want of room: the oldest leaves memory for it. */
  Decision post(State state, CreatePost c) {
    if (utf8Bytes(c.text()) > TEXT_BYTES_MAX)
      return Decision.no(
          new Unfit("text", "must have at most " + TEXT_BYTES_MAX + " bytes in UTF-8"));
    long post = state.ids().next(Ids.Kind.POST);
    long keepFrom = Math.max(1, post - limits.posts() + 1);
    return Decision.yes(
        new Created(post), new Posted(post, keepFrom, c.author(), c.title(), c.text()));
  }

  /** Half of a pair counts as two bytes, so that a pair counts as its four. */
  private static int utf8Bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
