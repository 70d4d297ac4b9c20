/**
 * The benches over HTTP: our service and nginx by turns, under the same requests. Start at {@link
 * io.tidegate.bench.http.Comparison}, which measures; {@link io.tidegate.bench.http.WriteBenches},
 * {@link io.tidegate.bench.http.ReadBench}, {@link io.tidegate.bench.http.StatusBench} and {@link
 * io.tidegate.bench.http.FeedBench} say what is asked.
 */
@NullMarked
package io.tidegate.bench.http;

import org.jspecify.annotations.NullMarked;
