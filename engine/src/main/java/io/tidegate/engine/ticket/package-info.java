/**
 * Tickets on the wire: room, user and number, signed, so that a ticket can be checked without a
 * lookup. Start at {@link io.tidegate.engine.ticket.TicketCodec}.
 */
@NullMarked
package io.tidegate.engine.ticket;

import org.jspecify.annotations.NullMarked;
