package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;

/**
 * The right to go through until then.
 *
 * @param ticket whose place in the room it stands for; of number 0 for who was let by without one
 * @param enteredMs when the visit began, epoch ms of the gate's clock
 * @param untilMs the same clock
 */
record Pass(TicketRef ticket, long enteredMs, long untilMs) {

  /** Loading the first page takes about so long. */
  private static final long ENTERING_MS = 5_000;

  /** Whether its bearer went by while nobody had to wait, so that the room knows nothing of it. */
  boolean isFree() {
    return ticket.number() == 0;
  }

  /** Whether its bearer comes in just now. */
  boolean isEntering(long nowMs) {
    return nowMs - enteredMs < ENTERING_MS;
  }
}
