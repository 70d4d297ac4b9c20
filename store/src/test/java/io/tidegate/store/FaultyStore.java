package io.tidegate.store;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.State;
import io.tidegate.store.log.LifeSign;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A journal store that does as it should until a test has it fail: it holds a commit up, lets it
 * fail, or says that nothing can be written. Notes what it was asked for.
 */
public final class FaultyStore implements Store {

  /** One batch as it was committed. */
  public record Seen(int commands, int events) {}

  private static final long WAIT_SECONDS = 20;

  private final JournalStore store;
  private final List<Seen> batches = new CopyOnWriteArrayList<>();
  private volatile boolean full;
  private volatile @Nullable String obstacle;
  private volatile @Nullable IOException failing;
  private volatile @Nullable Gate gate;
  private volatile @Nullable Gate closing;
  private volatile boolean stopped;
  private int commands;
  private int events;

  /** Where the loop waits: {@link #reached} once it is there, on once {@link #open} was called. */
  public static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Waits until the loop is there. */
    public void reached() throws InterruptedException {
      if (!reached.await(WAIT_SECONDS, TimeUnit.SECONDS)) throw new AssertionError("nobody came");
    }

    /** Lets the loop go on. */
    public void open() {
      open.countDown();
    }

    private void pass() throws IOException {
      reached.countDown();
      try {
        if (!open.await(WAIT_SECONDS, TimeUnit.SECONDS)) throw new IOException("never opened");
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Stands before this store. */
  public FaultyStore(JournalStore store) {
    this.store = store;
  }

  /** The store itself. */
  public JournalStore journal() {
    return store;
  }

  /** Holds the next commit that has events up. */
  public Gate holdCommit() {
    Gate next = new Gate();
    gate = next;
    return next;
  }

  /** Holds the closing of the store up. */
  public Gate holdClose() {
    Gate next = new Gate();
    closing = next;
    return next;
  }

  /** Lets every commit that has events fail from now on. */
  public void failCommit(IOException why) {
    failing = why;
  }

  /** Whether nothing can be written for want of space from now on. */
  public void full(boolean isFull) {
    full = isFull;
  }

  /** What is in the way of writing from now on, other than want of space; null for nothing. */
  public void obstacle(@Nullable String inTheWay) {
    obstacle = inTheWay;
  }

  /** Batches with events or commands, in their order. */
  public List<Seen> batches() {
    return batches;
  }

  /** Whether it was stopped. */
  public boolean stopped() {
    return stopped;
  }

  @Override
  public long lastMs() {
    return store.lastMs();
  }

  @Override
  public boolean begin() {
    commands = 0;
    events = 0;
    return store.begin() && !full && obstacle == null;
  }

  /** To be told when the loop takes a command. */
  public void deciding() {
    commands++;
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
    if (full) throw new IllegalStateException("the disk is full");
    events++;
    store.append(event);
  }

  @Override
  public int remaining() {
    return store.remaining();
  }

  @Override
  public long commit(long nowMs, int lagSeconds) throws IOException {
    if (commands > 0 || events > 0) batches.add(new Seen(commands, events));
    if (events > 0) await();
    return store.commit(nowMs, lagSeconds);
  }

  private void await() throws IOException {
    Gate here = gate;
    gate = null;
    if (here != null) here.pass();
    if (failing != null) throw failing;
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
    stopped = true;
    store.stop(nowMs);
  }

  @Override
  public void close() throws IOException {
    Gate here = closing;
    closing = null;
    if (here != null) here.pass();
    store.close();
  }
}
