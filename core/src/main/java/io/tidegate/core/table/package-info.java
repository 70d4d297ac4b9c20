/**
 * Packed tables: millions of small rows in {@code long[]} pages instead of millions of objects, so
 * that a million tickets, seats and claims each fit a small heap and a snapshot costs no pause.
 *
 * <p>Start at {@link io.tidegate.core.table.Rows}. Everything here is confined to the loop's
 * thread, except {@link io.tidegate.core.table.Rows.Frozen}, which any thread may read.
 */
@NullMarked
package io.tidegate.core.table;

import org.jspecify.annotations.NullMarked;
