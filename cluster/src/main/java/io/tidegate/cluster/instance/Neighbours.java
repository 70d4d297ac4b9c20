package io.tidegate.cluster.instance;

import io.tidegate.cluster.Input;
import io.tidegate.cluster.Takeover;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.engine.Request;
import io.tidegate.store.home.Member;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What an instance does about the others: who there is, who leads, what they ask, and what they
 * answer. The loop's thread.
 */
final class Neighbours {
  /** As long as a look at the home takes that finds what was not pushed. */
  private static final long EARLY_NS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Answers whose record is not applied here yet, and how long they wait for it. */
  private record Early(Frame.Answers answers, long untilNs) {}

  private final Peers peers;
  private final Takeover machine;
  private final Consumer<Input> feed;
  private final Leading leading;
  private final Following following;
  private final Queue<Request> inbox;
  private final Set<UUID> met = new HashSet<>(); // as the home has them
  private final Set<UUID> gone = new HashSet<>(); // of these, whose link was lost
  private final ArrayDeque<Early> early = new ArrayDeque<>();

  /**
   * @param machine is asked how it stands
   * @param feed gives it inputs
   */
  Neighbours(
      Peers peers,
      Takeover machine,
      Consumer<Input> feed,
      Leading leading,
      Following following,
      Queue<Request> inbox) {
    this.peers = peers;
    this.machine = machine;
    this.feed = feed;
    this.leading = leading;
    this.following = following;
    this.inbox = inbox;
  }

  /** A peer's commands are decided here, or surely not. */
  void asked(Peers.Asker by, List<Frame.Asked> batch) {
    if (!leading.isDeciding() || leading.room(inbox) < batch.size()) {
      ForwardedRequest.notDecided(by, batch);
      return;
    }
    ForwardedRequest.of(batch, by, () -> machine.end().sequence()).forEach(leading::take);
  }

  /** There is a link to that peer now: it learns whom this instance takes for the leader. */
  void linked(UUID peer) {
    gone.remove(peer);
    tellMachine();
    UUID leader = following.leader();
    peers.send(peer, new Frame.Role(machine.term(), leader, leading.isDeciding()));
  }

  /** A peer says whether it leads; the log says it too, but not to whoever was born later. */
  void told(UUID peer, Frame.Role role) {
    if (role.term() < machine.term()) return;
    if (role.leading()) following.leader(peer);
    else if (peer.equals(following.leader())) following.leader(null);
  }

  /**
   * The leader has answered. Who is answered here must find here what it was told, so the answers
   * wait for the record they stand behind, which was pushed before; if that was lost, a little.
   */
  void answered(Frame.Answers answers) {
    early.add(new Early(answers, System.nanoTime() + EARLY_NS));
    deliver();
  }

  /** Hands on the answers whose record is here. */
  void deliver() {
    long nowNs = System.nanoTime();
    while (!early.isEmpty()) {
      Early next = early.element();
      boolean there = next.answers().sequence() <= machine.end().sequence();
      if (!there && next.untilNs() - nowNs > 0) return;
      following.forwarding().answered(early.remove().answers());
    }
  }

  /** A link is gone. Its peer may lead all the same: that is for the log to say. */
  void lost(UUID peer) {
    gone.add(peer);
    tellMachine();
    following.forwarding().lost(peer);
  }

  /** These instances are there, besides this one. */
  void met(List<Member> others) {
    peers.members(others);
    met.clear();
    for (Member one : others) met.add(one.instance());
    gone.retainAll(met);
    tellMachine();
  }

  /** Whose link is gone has ended, or cannot be asked: a claimant does not wait for it. */
  private void tellMachine() {
    Set<String> names = new HashSet<>();
    for (UUID peer : met) if (!gone.contains(peer)) names.add(peer.toString());
    feed.accept(new Input.Peers(names));
  }
}
