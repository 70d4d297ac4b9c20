package io.tidegate.cluster.instance;

import io.tidegate.store.home.Member;
import io.tidegate.store.home.Members;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a second in the home's table that this instance is here, and reads who else is. It runs
 * on the thread {@code members}; a home that is slow delays this thread alone.
 */
final class MemberBeat {
  private static final Logger LOG = LoggerFactory.getLogger(MemberBeat.class);
  private static final long EVERY_MS = 1_000;

  private final Members table;
  private final Supplier<Member> self;
  private final Consumer<List<Member>> met;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile List<Member> listed = List.of();
  private boolean told;

  /**
   * @param self how this instance is
   * @param met takes who is listed, each time, on the thread of this class
   */
  MemberBeat(Members table, Supplier<Member> self, Consumer<List<Member>> met) {
    this.table = table;
    this.self = self;
    this.met = met;
    thread = Thread.ofPlatform().daemon().name("members").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Who was listed last. Any thread. */
  List<Member> listed() {
    return listed;
  }

  /**
   * Whether that instance is the first of all that are listed but the leader; or alone. So what one
   * of them should do is done by one, mostly. Any thread.
   */
  boolean isFirstBut(@Nullable UUID leader, UUID instance) {
    List<Member> all = listed;
    if (all.size() <= 1) return true;
    for (Member one : all)
      if (!one.instance().equals(leader)) return one.instance().equals(instance);
    return false;
  }

  private void run() {
    try {
      do beat();
      while (!ended.await(EVERY_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      listed = table.beat(self.get());
      if (told) LOG.info("The other instances can be seen again.");
      told = false;
      met.accept(listed);
    } catch (IOException e) {
      if (!told) LOG.warn("The other instances cannot be seen: {}", e.toString());
      told = true;
    }
  }

  /** Ends, and takes this instance out of the table if that can be done. */
  void close(UUID instance) throws InterruptedException {
    ended.countDown();
    thread.join(EVERY_MS);
    if (thread.isAlive()) return;
    try {
      table.leave(instance);
    } catch (IOException e) {
      LOG.debug("The entry of this instance runs out by itself: {}", e.toString());
    }
  }
}
