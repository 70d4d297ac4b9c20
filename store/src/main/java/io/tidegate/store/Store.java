package io.tidegate.store;

import io.tidegate.core.Leader;
import io.tidegate.core.State;
import io.tidegate.store.log.LifeSign;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the state lives and how a batch becomes durable. One loop owns a store and calls it from
 * one thread.
 *
 * <p>For a batch, call {@link #begin}, then for each event {@link State#apply} and {@link #append},
 * and at last {@link #commit}. The whole {@link #state} is in memory; a {@link
 * io.tidegate.store.log.Log} decides where its records go.
 */
public interface Store extends EventSink, AutoCloseable {

  /**
   * Time of the newest durable batch, epoch ms; 0 if there is none. Engine time never runs before
   * it.
   */
  long lastMs();

  /**
   * Begins a batch.
   *
   * @return false if nothing can be written now: the batch may ask, not change
   */
  boolean begin();

  /** Why {@link #begin} was false, where that is not want of space; null if it is. */
  default @Nullable String obstacle() {
    return null;
  }

  /** The state to decide on, always the same one. */
  State state();

  /**
   * Makes the batch durable. Without events it writes nothing.
   *
   * @param nowMs the batch's time, never before that of the batch before
   * @return sequence of the newest durable batch
   * @throws IOException if it cannot be made durable; the store is of no use then: nothing more may
   *     be promised and no retry helps
   */
  default long commit(long nowMs) throws IOException {
    return commit(nowMs, 0);
  }

  /**
   * The same, for a batch whose hour was behind its time.
   *
   * @param lagSeconds by how much, see {@link io.tidegate.core.Now}
   */
  long commit(long nowMs, int lagSeconds) throws IOException;

  /**
   * Makes a leader durable and true: a batch of its own, begun by {@link #begin} and holding
   * nothing else.
   *
   * @return its sequence
   * @throws IOException as {@link #commit}
   */
  long lead(Leader leader, long nowMs) throws IOException;

  /** What the log is stored in, by its own name. */
  String home();

  /** The last sign of life that was written before this store was opened; null if there is none. */
  @Nullable LifeSign lastSign();

  /** Makes a sign of life durable. Any thread; never needed for anything to be durable. */
  void sign(LifeSign sign) throws IOException;

  /** Says that the state at the newest batch is about to be closed for good, and closes. */
  void stop(long nowMs) throws IOException;

  /** Closes without a word, as a crash would. */
  @Override
  void close() throws IOException;
}
