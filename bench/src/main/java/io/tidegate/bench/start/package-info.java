/**
 * How long a start takes after a crash, and what a snapshot does to batches, both with a million
 * tickets, seats and claims in a small heap. Start at {@link io.tidegate.bench.start.StartBench}.
 */
@NullMarked
package io.tidegate.bench.start;

import org.jspecify.annotations.NullMarked;
