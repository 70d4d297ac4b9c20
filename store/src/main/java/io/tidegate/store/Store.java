package io.tidegate.store;

import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.State;
import java.io.IOException;
import java.util.List;

/**
 * Where the state lives and how a batch becomes durable. One loop owns a store and calls it from
 * one thread.
 *
 * <p>A batch: {@link #begin}, {@link #load}, then for each event {@link #append} beside {@link
 * State#apply}, at last {@link #commit}. The state that {@code load} hands out holds at least what
 * the batch's commands can touch: a store in memory hands out everything, one on a database the
 * rows that {@link io.tidegate.core.Footprint} names.
 */
public interface Store extends AutoCloseable {

  /**
   * Time of the newest durable batch, epoch ms; 0 if there is none. Engine time never runs before
   * it.
   */
  long lastMs();

  /**
   * Begins a batch.
   *
   * @return false if nothing can be written now for want of space: the batch may ask, not change
   */
  boolean begin();

  /**
   * The state to decide this batch on.
   *
   * @param commands the batch's commands
   * @param nowMs the batch's time; holds and calls due by then belong to what is loaded
   */
  State load(List<Command> commands, long nowMs);

  /** Adds an event that was applied to the loaded state to the batch. */
  void append(Event event);

  /**
   * Bytes the batch may still take, before the first one what any batch may take; below a few times
   * {@link #EVENT_BYTES_MAX} the loop commits before it goes on.
   */
  int remaining();

  /** No event is larger. */
  int EVENT_BYTES_MAX = 64 << 10;

  /**
   * Makes the batch durable. Without events it writes nothing.
   *
   * @param nowMs the batch's time, never before that of the batch before
   * @return sequence of the newest durable batch
   * @throws IOException if it cannot be made durable; the store is of no use then: nothing more may
   *     be promised and no retry helps
   */
  long commit(long nowMs) throws IOException;

  /** Says that the state at the newest batch is about to be closed for good, and closes. */
  void stop(long nowMs) throws IOException;

  /** Closes without a word, as a crash would. */
  @Override
  void close() throws IOException;
}
