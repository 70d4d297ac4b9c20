package io.tidegate.engine.view;

import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;

/**
 * A sale as readers see it.
 *
 * @param version sequence of the batch that last changed it
 * @param closesAtMs {@link Long#MAX_VALUE} for never
 * @param room the room before it, 0 for none
 * @param stopReason why it was stopped, empty while it is not
 */
public record SaleView(
    long version,
    long sale,
    String name,
    long opensAtMs,
    long closesAtMs,
    Entry entry,
    long room,
    SaleState state,
    String stopReason) {}
