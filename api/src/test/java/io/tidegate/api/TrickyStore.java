package io.tidegate.api;

import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.State;
import io.tidegate.engine.EngineObserver;
import io.tidegate.store.Store;
import io.tidegate.store.log.LifeSign;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store that does as the store around which it stands, until a test wants otherwise. */
final class TrickyStore implements Store {

  /** Every command in the order in which the engine took it. */
  final Queue<Command> taken = new ConcurrentLinkedQueue<>();

  /** An event that happens by itself in the next batch. */
  final AtomicReference<@Nullable Event> happens = new AtomicReference<>();

  /** Commits wait for it. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  /** Counts down when a commit stands at the gate. */
  volatile CountDownLatch atGate = new CountDownLatch(0);

  volatile boolean diskFull;

  /** What is in the way of writing, other than want of room. */
  volatile @Nullable String obstacle;

  /** Batches with events fail. */
  volatile boolean failing;

  /** To be told by the engine what it takes. */
  final EngineObserver observer =
      new EngineObserver() {
        @Override
        public void deciding(Command command) {
          taken.add(command);
        }
      };

  private final Store store;
  private boolean eventful;

  TrickyStore(Store store) {
    this.store = store;
  }

  @Override
  public long lastMs() {
    return store.lastMs();
  }

  @Override
  public boolean begin() {
    eventful = false;
    return store.begin() && !diskFull && obstacle == null;
  }

  @Override
  public @Nullable String obstacle() {
    return obstacle;
  }

  @Override
  public State state() {
    State state = store.state();
    Event event = happens.getAndSet(null);
    if (event != null) {
      state.apply(event, store.lastMs());
      store.append(event);
    }
    return state;
  }

  @Override
  public void append(Event event) {
    eventful = true;
    store.append(event);
  }

  @Override
  public int remaining() {
    return store.remaining();
  }

  @Override
  public long commit(long nowMs, int lagSeconds) throws IOException {
    atGate.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (failing && eventful) throw new IOException("the test wants it to fail");
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
