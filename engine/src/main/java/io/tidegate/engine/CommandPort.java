package io.tidegate.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where commands go, and what is known of whoever decides them: the loop of this process, or that
 * of another instance. Any thread.
 */
public interface CommandPort {

  /**
   * Hands a request over.
   *
   * @return false if it is not taken, and has no effect: the caller sheds the request, it does not
   *     wait
   */
  boolean submit(Request request);

  /** Whether requests are taken and decided in time. */
  boolean ready();

  /** Why nothing more is promised until the process has started again, null if it is not so. */
  @Nullable Throwable failure();

  /** Whether new work is refused for want of disk space. */
  boolean diskFull();

  /**
   * Why new work is refused while the store has neither failed nor run out of space; null if it is
   * not.
   */
  @Nullable String obstacle();

  /** How long the batch under way is being made durable, ns; 0 if none is. */
  long committingNs();

  /**
   * How far engine time is ahead of the wall clock, ms; below 0 where the wall clock is ahead and
   * not believed yet.
   */
  long clockDistanceMs();

  /** The engine time as of which all views stand: that of the last batch, epoch ms. */
  long viewsAsOfMs();

  /** How long ago that was, ns; a tick at most while all is well. */
  long viewsAgeNs();

  /** Sequence of the last record that the views hold. */
  long viewsSequence();

  /**
   * Whether the views are one replica of several: another one may be ahead, and a client that goes
   * from one to the other wants to know.
   */
  default boolean replicated() {
    return false;
  }

  /** Requests that wait. */
  int inboxDepth();
}
