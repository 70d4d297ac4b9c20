package io.tidegate.cluster.instance;

import io.tidegate.cluster.wire.CommandCodec;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Outcome;
import io.tidegate.core.Result;
import io.tidegate.engine.Replies;
import io.tidegate.engine.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The requests of an instance that does not lead: they wait for a leader, are sent to it in
 * batches, and wait for its answers. The loop's thread.
 *
 * <p>A command that may have reached a leader is sent again only if it is {@linkplain Repeatable
 * repeatable}; else, when the link is gone, its request comes back without a result. What is sent
 * again, or surely had no effect, waits for the next leader, for {@link #WAIT_NS} at most since it
 * came.
 */
final class Forwarding {

  /** As long as a takeover takes: then people are told to come back instead. */
  static final long WAIT_NS = 3_000_000_000L;

  /** One frame of commands is not much longer than this. */
  private static final int ASK_BYTES = 1 << 20;

  /** What is said of a request that nobody could be asked to decide; it had no effect. */
  private static final Result NOT_NOW = new Result.Full("storage");

  /** {@code doubtful} if it may have been decided before. */
  private record Waiting(Request request, long sinceNs, boolean doubtful) {
    /** What is said where nobody can be asked in time. */
    @Nullable Result late() {
      return doubtful ? null : NOT_NOW;
    }
  }

  private record Sent(Waiting waiting, UUID to) {}

  private final Peers peers;
  private final int most;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Map<Long, Sent> sent = new HashMap<>();
  private long ids;
  private long forwarded;

  /**
   * @param most requests that may wait and be under way together
   */
  Forwarding(Peers peers, int most) {
    this.peers = peers;
    this.most = most;
  }

  /** How many more it takes. */
  int room() {
    return most - waiting.size() - sent.size();
  }

  /** Whether some request waits to be sent. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Requests that wait for a leader or for its answer. */
  int size() {
    return waiting.size() + sent.size();
  }

  /** Commands that were sent to a leader so far. */
  long forwarded() {
    return forwarded;
  }

  /** Takes a request. */
  void take(Request request) {
    waiting.add(new Waiting(request, System.nanoTime(), false));
  }

  /** Takes all that waits back out, to be decided here. */
  List<Request> takeBack() {
    List<Request> back = new ArrayList<>(waiting.size());
    for (Waiting one : waiting) back.add(one.request());
    waiting.clear();
    return back;
  }

  /**
   * Sends what waits to that leader.
   *
   * @return whether anything was sent
   */
  boolean send(@Nullable UUID leader) {
    if (leader == null || waiting.isEmpty() || !peers.reaches(leader)) return false;
    boolean any = false;
    while (!waiting.isEmpty()) {
      List<Waiting> taken = new ArrayList<>();
      List<Frame.Asked> batch = new ArrayList<>();
      long bytes = 0;
      while (!waiting.isEmpty() && batch.size() < Frame.BATCH_MAX && bytes < ASK_BYTES) {
        Waiting one = waiting.remove();
        bytes += CommandCodec.bytesMax(one.request().command());
        taken.add(one);
        batch.add(new Frame.Asked(++ids, one.request().command()));
      }
      if (!peers.send(leader, new Frame.Ask(batch))) {
        taken.reversed().forEach(waiting::addFirst);
        return any;
      }
      for (int i = 0; i < taken.size(); i++)
        sent.put(batch.get(i).id(), new Sent(taken.get(i), leader));
      forwarded += taken.size();
      any = true;
    }
    return any;
  }

  /** Answers of the leader came. */
  void answered(Frame.Answers answers) {
    List<Request> decided = new ArrayList<>(answers.batch().size());
    for (Frame.Answered one : answers.batch()) {
      Sent of = sent.remove(one.id());
      if (of == null) continue;
      switch (one.outcome()) {
        case Outcome.Decided(Result result) -> decided.add(with(of.waiting().request(), result));
        case Outcome.Unknown _ -> {
          if (!again(of.waiting())) decided.add(with(of.waiting().request(), null));
        }
        case Outcome.NotDecided _ -> waiting.add(of.waiting());
      }
    }
    Replies.deliver(decided);
  }

  private static Request with(Request request, @Nullable Result result) {
    request.result(result);
    return request;
  }

  /** Lets a request wait for the next leader, if it may be decided twice. */
  private boolean again(Waiting one) {
    return Repeatable.isSo(one.request().command())
        && waiting.add(new Waiting(one.request(), one.sinceNs(), true));
  }

  /** That link is gone: nobody knows what became of what was sent there. */
  void lost(UUID peer) {
    List<Request> unknown = new ArrayList<>();
    sent.values()
        .removeIf(one -> {
          if (!one.to().equals(peer)) return false;
          if (!again(one.waiting())) unknown.add(one.waiting().request());
          return true;
        });
    Replies.refuse(unknown);
  }

  /** Sends those back who have waited for too long for anybody to ask. */
  void expire(long nowNs) {
    List<Request> late = new ArrayList<>();
    while (!waiting.isEmpty() && nowNs - waiting.element().sinceNs() > WAIT_NS)
      late.add(with(waiting.element().request(), waiting.remove().late()));
    Replies.deliver(late);
  }

  /** Everything comes back: the instance ends. */
  void close() {
    List<Request> left = new ArrayList<>();
    for (Waiting one : waiting) left.add(with(one.request(), one.late()));
    waiting.clear();
    Replies.deliver(left);
    List<Request> unknown = new ArrayList<>();
    for (Sent one : sent.values()) unknown.add(one.waiting().request());
    sent.clear();
    Replies.refuse(unknown);
  }
}
