package io.tidegate.cluster.instance;

import io.tidegate.core.Command;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.State;
import io.tidegate.engine.Decider;
import io.tidegate.engine.Follower;
import io.tidegate.engine.Replies;
import io.tidegate.engine.Request;
import io.tidegate.engine.view.Views;
import io.tidegate.store.log.LogRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an instance does while it does not lead: it applies what counts, answers from its replica
 * what a replica may answer, and forwards the rest to whoever leads. The loop's thread.
 */
final class Following {
  /** A replica that was current longer ago than this answers no places. */
  private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);

  private static final int TURN_MAX = 4_096;

  private final Views views;
  private final Decider decider;
  private final Forwarding forwarding;
  private State state = new State(0);
  private Follower follower;
  private @Nullable UUID leader;
  private volatile long forwarded;

  Following(Views views, Decider decider, Forwarding forwarding) {
    this.views = views;
    this.decider = decider;
    this.forwarding = forwarding;
    follower = new Follower(state, views);
  }

  /** Follows with that state, whose views stand as of that record. */
  void state(State other, long published) {
    state = other;
    follower = new Follower(other, views, published);
  }

  void apply(LogRecord record) throws IOException {
    follower.apply(record);
  }

  @Nullable UUID leader() {
    return leader;
  }

  void leader(@Nullable UUID instance) {
    leader = instance;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  /** Commands that were sent to a leader so far. Any thread. */
  long forwarded() {
    return forwarded;
  }

  /** Takes a request that was not decided here; one of another instance goes back there. */
  void take(Request request) {
    if (request instanceof ForwardedRequest theirs) theirs.notDecided();
    else forwarding.take(request);
  }

  /** Takes all that waits for a leader back out, to be decided here. */
  List<Request> takeBack() {
    return forwarding.isWaiting() ? forwarding.takeBack() : List.of();
  }

  /**
   * Takes what came, answers what it may, and sends the rest.
   *
   * @param settled whether the replica holds nothing but what counts
   * @return whether anything was done
   */
  boolean turn(Queue<Request> inbox, Instance.Standing standing, boolean settled) {
    boolean may = settled && System.nanoTime() - standing.asOfNs() < FRESH_NS;
    Now now = Now.at(standing.asOfMs());
    List<Request> answered = new ArrayList<>();
    int taken = 0;
    while (taken < TURN_MAX && forwarding.room() > 0) {
      Request request = inbox.poll();
      if (request == null) break;
      taken++;
      Result result = may ? fromReplica(request.command(), now) : null;
      if (result == null) forwarding.take(request);
      else {
        request.result(result);
        answered.add(request);
      }
    }
    Replies.deliver(answered);
    boolean sent = forwarding.send(leader);
    forwarded = forwarding.forwarded();
    return taken > 0 || sent;
  }

  private @Nullable Result fromReplica(Command command, Now now) {
    return command instanceof Command.AskPlace ask ? decider.placeInReplica(state, ask, now) : null;
  }

  void expire(long nowNs) {
    forwarding.expire(nowNs);
  }

  void close() {
    forwarding.close();
  }
}
