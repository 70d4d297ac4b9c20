/**
 * Tickets on the wire: who stands where in which room, signed, so that a ticket is checked without
 * a lookup. Start at {@link io.tidegate.engine.ticket.TicketCodec}.
 */
@NullMarked
package io.tidegate.engine.ticket;

import org.jspecify.annotations.NullMarked;
