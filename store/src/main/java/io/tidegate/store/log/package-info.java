/**
 * The log: whatever has compare-and-append and ordered reads of records that count. What a record
 * is, which one counts, and the port to every home of a log.
 *
 * <p>Start at {@link io.tidegate.store.log.Log}, then {@link io.tidegate.store.log.ValidityRule},
 * the one place that says which records count.
 */
@NullMarked
package io.tidegate.store.log;

import org.jspecify.annotations.NullMarked;
