/**
 * Measures what the README claims: our service and the peers found on this machine, side by side,
 * in one run, interleaved, with warm-up.
 *
 * <p>Start at {@link io.tidegate.bench.Bench}, the command line; what each bench does stands in
 * {@link io.tidegate.bench.Benches}.
 */
@NullMarked
package io.tidegate.bench;

import org.jspecify.annotations.NullMarked;
