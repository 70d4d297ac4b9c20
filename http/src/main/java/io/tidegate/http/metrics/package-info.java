/**
 * What an operator needs to see of any program that serves HTTP, in the text format of Prometheus.
 *
 * <p>Start at {@link io.tidegate.http.metrics.MetricRegistry}. Hot paths count in {@link
 * io.tidegate.http.metrics.SingleWriterCounters}: plain adds to an array that one thread owns. A
 * scrape gathers them into {@link io.tidegate.http.metrics.MetricFamilies}, and asks Micrometer for
 * heap, collector, processor and disk. It runs on a thread of its own and never waits for those who
 * count.
 */
@NullMarked
package io.tidegate.http.metrics;

import org.jspecify.annotations.NullMarked;
