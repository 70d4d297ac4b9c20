package io.tidegate.audit.ledger;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The posts that have not left the memory of the service. */
final class Posts {
  /** A post stands at the place that its id has modulo this. */
  static final int PLACES = 1 << 16;

  private final ArrayDeque<Post> kept = new ArrayDeque<>();
  private final @Nullable Post[] places = new @Nullable Post[PLACES];
  private long last;

  /** A post and when it was made. */
  record Post(Event.Posted made, long timeMs) {}

  void add(Event.Posted e, long timeMs, Breaches breaches) {
    if (e.post() != last + 1)
      breaches.add(Rule.IDS, "post " + e.post() + " comes behind post " + last);
    if (e.keepFrom() > e.post())
      breaches.add(Rule.IDS, "post " + e.post() + " leaves memory with its own event");
    last = e.post();
    while (!kept.isEmpty() && kept.getFirst().made().post() < e.keepFrom())
      places[place(kept.removeFirst().made().post())] = null;
    Post post = new Post(e, timeMs);
    kept.add(post);
    places[place(e.post())] = post;
  }

  private static int place(long post) {
    return (int) post & (PLACES - 1);
  }

  /** The post at a place, or null. */
  @Nullable Post at(long place) {
    return place < PLACES ? places[(int) place] : null;
  }

  /** The id of the last post. */
  long last() {
    return last;
  }
}
