package io.tidegate.gate.route;

import io.tidegate.gate.cache.ResponseCache;
import io.tidegate.gate.forward.Way;
import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.room.GateRoom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route does with the requests that it takes. */
public sealed interface RouteAction {

  /**
   * Sends them on.
   *
   * @param shares at least one; each has its part of the requests by its weight
   * @param cache what stands before them, null without one
   * @param room in which people wait before that, null without one
   * @param priority of its requests where not all can go
   */
  record Forward(
      List<Share> shares, @Nullable ResponseCache cache, @Nullable GateRoom room, Priority priority)
      implements RouteAction {

    public Forward {
      shares = List.copyOf(shares);
      if (shares.isEmpty()) throw new IllegalArgumentException("a route needs an upstream");
    }

    /** The only one, or by their weights the one for a number drawn in [0, {@link #weights}). */
    public Way at(int drawn) {
      int left = drawn;
      for (Share share : shares) {
        left -= share.weight();
        if (left < 0) return share.way();
      }
      return shares.getLast().way();
    }

    /** All weights together. */
    public int weights() {
      return shares.stream().mapToInt(Share::weight).sum();
    }
  }

  /**
   * An upstream's part of a route.
   *
   * @param weight in [0, 1_000_000]
   */
  record Share(Way way, int weight) {

    public static final int WEIGHT_MOST = 1_000_000;

    public Share {
      if (weight < 0 || weight > WEIGHT_MOST)
        throw new IllegalArgumentException("weight must be in [0, " + WEIGHT_MOST + "]");
    }
  }

  /**
   * Sends the client elsewhere.
   *
   * @param status 301, 302, 303, 307 or 308
   * @param location a path or a whole address
   */
  record Redirect(int status, String location) implements RouteAction {

    public Redirect {
      switch (status) {
        case 301, 302, 303, 307, 308 -> {}
        default -> throw new IllegalArgumentException("status must be 301, 302, 303, 307 or 308");
      }
    }
  }

  /**
   * Answers by itself.
   *
   * @param status in [200, 599]
   */
  record FixedReply(int status, String contentType, String text) implements RouteAction {

    public FixedReply {
      if (status < 200 || status > 599)
        throw new IllegalArgumentException("status must be in [200, 599]");
    }
  }
}
