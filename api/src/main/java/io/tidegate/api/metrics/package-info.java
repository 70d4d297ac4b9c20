/**
 * What an operator needs to see at 20:00, in the text format of Prometheus.
 *
 * <p>Start at {@link io.tidegate.api.metrics.Metrics}. Hot paths count in {@code
 * SingleWriterCounters}: plain adds to an array that one thread owns. A scrape gathers them into
 * {@code MetricFamilies}, reads states from the views, and asks Micrometer for heap, collector,
 * processor and disk. It runs on a thread of its own and never waits for the loop.
 */
@NullMarked
package io.tidegate.api.metrics;

import org.jspecify.annotations.NullMarked;
