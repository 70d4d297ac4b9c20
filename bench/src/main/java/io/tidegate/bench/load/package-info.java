/**
 * The load: what is asked, and two ways to ask it. {@link io.tidegate.bench.load.Wrk} asks as fast
 * as replies come, to find the throughput at saturation; {@link io.tidegate.bench.load.OpenLoop}
 * asks at a fixed rate whatever comes back, to find latencies that no waiting client hides. Both
 * tell what they themselves cost.
 */
@NullMarked
package io.tidegate.bench.load;

import org.jspecify.annotations.NullMarked;
