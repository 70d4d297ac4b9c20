package io.tidegate.api.problems;

import io.tidegate.api.live.LiveService;
import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.State;
import io.tidegate.store.Store;
import io.tidegate.store.log.LifeSign;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Stands before a store and has it fail, or be without room, when a test says so. */
final class FailingStore {

  private volatile boolean commits = true;
  private volatile boolean room = true;
  private volatile @Nullable String obstacle;

  /** A service with this before its store. */
  LiveService.Plan plan() {
    LiveService.Plan plan = new LiveService.Plan();
    plan.around = Front::new;
    return plan;
  }

  /** Whether what has events can be made durable from now on. */
  void commits(boolean commits) {
    this.commits = commits;
  }

  /** Whether there is room to write from now on. */
  void room(boolean room) {
    this.room = room;
  }

  /** What is in the way of writing from now on, other than want of room; null for nothing. */
  void obstacle(@Nullable String obstacle) {
    this.obstacle = obstacle;
  }

  private final class Front implements Store {
    private final Store store;
    private int events;

    Front(Store store) {
      this.store = store;
    }

    @Override
    public long lastMs() {
      return store.lastMs();
    }

    @Override
    public boolean begin() {
      events = 0;
      return store.begin() && room && obstacle == null;
    }

    @Override
    public @Nullable String obstacle() {
      return obstacle;
    }

    @Override
    public State state() {
      return store.state();
    }

    @Override
    public void append(Event event) {
      events++;
      store.append(event);
    }

    @Override
    public int remaining() {
      return store.remaining();
    }

    @Override
    public long commit(long nowMs, int lagSeconds) throws IOException {
      if (events > 0 && !commits) throw new IOException("the disk is gone");
      return store.commit(nowMs, lagSeconds);
    }

    @Override
    public long lead(Leader leader, long nowMs) throws IOException {
      return store.lead(leader, nowMs);
    }

    @Override
    public String home() {
      return store.home();
    }

    @Override
    public @Nullable LifeSign lastSign() {
      return store.lastSign();
    }

    @Override
    public void sign(LifeSign sign) throws IOException {
      store.sign(sign);
    }

    @Override
    public void stop(long nowMs) throws IOException {
      store.stop(nowMs);
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }
}
