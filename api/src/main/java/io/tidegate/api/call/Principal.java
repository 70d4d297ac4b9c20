package io.tidegate.api.call;

import io.tidegate.core.Command.TicketRef;
import org.jspecify.annotations.Nullable;

/**
 * For whom a request speaks.
 *
 * @param ticket the genuine ticket it shows, null if it shows none
 */
public record Principal(long user, @Nullable TicketRef ticket) {}
