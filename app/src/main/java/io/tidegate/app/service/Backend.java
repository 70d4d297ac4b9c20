package io.tidegate.app.service;

import io.tidegate.api.Health;
import io.tidegate.api.cluster.ClusterPort;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.room.EngineRoomLink;
import io.tidegate.engine.room.LinkedRoomPort;
import io.tidegate.engine.room.RoomPortConfig;
import io.tidegate.engine.view.Views;
import io.tidegate.outbox.LogSource;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The service without its HTTP side: what decides its commands, and the views of its state. */
public interface Backend {
  /** Where commands go. */
  CommandPort commands();

  /** What everybody may read. */
  Views views();

  /** The log, for whoever reads it beside. */
  LogSource log();

  /** The instances that share the log; null if it belongs to this process alone. */
  default @Nullable ClusterPort cluster() {
    return null;
  }

  /** Whether commands are decided in this process now. */
  boolean leads();

  /** Where this process serves HTTP, {@code host:port}; before it {@linkplain #lead leads}. */
  default void servedAt(String http) {}

  /**
   * Begins, once, when people can be served: from here on time counts, and what lapsed before that
   * would cost them what they could not have used.
   */
  void lead();

  /** Adds what a probe should be told. */
  void tell(Health health);

  /** What was found where the log is, in words. */
  String found();

  /** Prepares for a stop while requests are still taken: somebody else should lead, if there is. */
  default void leave(Duration bound) throws InterruptedException {}

  /**
   * Finishes what was accepted and ends.
   *
   * @return false if that took longer than the bound
   */
  boolean stop(Duration bound) throws InterruptedException;

  /**
   * Waits for the end.
   *
   * @return why it failed; null if it was stopped
   */
  @Nullable Throwable awaitEnd() throws InterruptedException;

  /** Whether a failure was that of the store, and no fault of the program. */
  static boolean isOfStore(Throwable failure) {
    return failure instanceof IOException;
  }

  /** A way for a gate in this process to ask the rooms; to be closed before a stop. */
  default LinkedRoomPort roomPort() {
    return new LinkedRoomPort(
            receiver -> new EngineRoomLink(commands(), views(), receiver), RoomPortConfig.DEFAULT)
        .start();
  }
}
