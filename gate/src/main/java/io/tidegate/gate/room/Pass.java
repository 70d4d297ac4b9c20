package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;

/**
 * The right to go through until then.
 *
 * @param ticket whose place in the room it stands for
 * @param untilMs epoch ms of the gate's clock
 */
record Pass(TicketRef ticket, long untilMs) {}
