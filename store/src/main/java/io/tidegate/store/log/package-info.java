/**
 * The log: records with compare-and-append and ordered reads. What a record is, which records
 * count, and the port to every home of a log.
 *
 * <p>Start at {@link io.tidegate.store.log.Log}, then {@link io.tidegate.store.log.ValidityRule},
 * the one place that decides which records count.
 */
@NullMarked
package io.tidegate.store.log;

import org.jspecify.annotations.NullMarked;
