/**
 * What an operator sees of requests on their way to upstreams. Start at {@link
 * io.tidegate.gate.sight.ForwardTrace}, which notes what becomes of one request, and {@link
 * io.tidegate.gate.sight.GateCounts}, which adds up.
 */
@NullMarked
package io.tidegate.gate.sight;

import org.jspecify.annotations.NullMarked;
