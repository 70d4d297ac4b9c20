/**
 * What an operator needs to see of a sale at 20:00: engine, journal, rooms, units, beside what
 * {@link io.tidegate.http.metrics} shows of any server.
 *
 * <p>Start at {@link io.tidegate.api.metrics.Metrics}. States are read from the views; a scrape
 * never waits for the loop.
 */
@NullMarked
package io.tidegate.api.metrics;

import org.jspecify.annotations.NullMarked;
