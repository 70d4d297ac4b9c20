package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** The feed as one would write it down: posts by id, the oldest thrown out beyond the bound. */
final class FeedModel {

  /** A post. */
  record Post(String author, String title, String text, long postedMs) {}

  final TreeMap<Long, Post> kept = new TreeMap<>();
  long made;
  private final int most;

  FeedModel(int most) {
    this.most = most;
  }

  Result post(Command.CreatePost c, long nowMs) {
    if (c.text().getBytes(StandardCharsets.UTF_8).length > 4_096)
      return new Result.Unfit("text", "");
    kept.put(++made, new Post(c.author(), c.title(), c.text(), nowMs));
    if (kept.size() > most) kept.pollFirstEntry();
    return new Result.Created(made);
  }
}
