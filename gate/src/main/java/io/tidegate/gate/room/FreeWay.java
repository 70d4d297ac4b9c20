package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.room.RoomBound;
import io.tidegate.engine.room.RoomStatus;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way past a room that stands before its routes only while their upstream is full.
 *
 * <pre>
 *   OPEN ──the upstream is full, or somebody waits──▶ SHUT
 *   SHUT ──neither for {@value #CALM_S} s──▶ OPEN
 * </pre>
 *
 * <p>While it is shut, whoever has no pass joins the line, and where there is space is called at
 * once: so the room's rate already bounds who comes in when nobody sees a page yet. It opens only
 * some time after the last sign of too much, so that it does not open into every gap between two
 * requests. Any thread.
 */
final class FreeWay {

  static final int CALM_S = 3;

  private static final long CALM_NS = TimeUnit.SECONDS.toNanos(CALM_S);

  private volatile long fullNs;

  /** An open one. */
  FreeWay(long nowNs) {
    fullNs = nowNs - CALM_NS;
  }

  /**
   * Whether who has no pass goes on as if there were no room.
   *
   * @param full whether the upstream is
   * @param status how the room stands; null where nobody knows, and nobody can be said to wait
   */
  boolean isOpen(boolean full, @Nullable RoomStatus status, long nowNs) {
    if (status != null && letsNobodyIn(status.bound())) return false;
    if (full || (status != null && status.waiting() > 0)) shut(nowNs);
    return nowNs - fullNs >= CALM_NS;
  }

  /** What an organiser paused or has not opened yet, nobody passes by; nor where all is sold. */
  private static boolean letsNobodyIn(RoomBound bound) {
    return switch (bound) {
      case NOT_OPEN, PAUSED, STOCK -> true;
      case SPACE, MEASURED, RATE -> false;
    };
  }

  /** Something was refused. */
  void shut(long nowNs) {
    fullNs = nowNs;
  }

  /** For somebody who goes by: it holds when the way is shut meanwhile. */
  static Pass pass(long room, int epoch, long nowMs, long visitMs) {
    long visitor = ThreadLocalRandom.current().nextLong(1, GateRoom.VISITORS);
    return new Pass(new TicketRef(room, epoch, visitor, 0), nowMs, nowMs + visitMs);
  }
}
