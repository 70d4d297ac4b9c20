/**
 * What there is to know of this machine and the processes on it, as Linux tells in {@code /proc}.
 * Start at {@link io.tidegate.bench.machine.Machine} and {@link io.tidegate.bench.machine.Usage}.
 */
@NullMarked
package io.tidegate.bench.machine;

import org.jspecify.annotations.NullMarked;
