/**
 * A crowd that waits at the gate: how it joins, and how it asks. Start at {@link
 * io.tidegate.bench.waiting.WaitingBench}.
 */
@NullMarked
package io.tidegate.bench.waiting;

import org.jspecify.annotations.NullMarked;
