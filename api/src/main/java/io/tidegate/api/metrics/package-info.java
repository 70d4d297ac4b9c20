/**
 * What an operator needs to see at 20:00, in the text format of Prometheus.
 *
 * <p>Start at {@link io.tidegate.api.metrics.Metrics}. What happens on hot paths is counted in
 * {@code Tally}s, plain adds to an array that one thread owns; only a scrape gathers them into
 * families, looks at the views for what is a state rather than a count, and asks Micrometer for
 * heap, collector, processor and disk. A scrape runs on a thread of its own and never waits for the
 * loop.
 */
@NullMarked
package io.tidegate.api.metrics;

import org.jspecify.annotations.NullMarked;
