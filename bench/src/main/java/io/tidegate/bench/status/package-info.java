/**
 * Who looks at the status of a room: {@link io.tidegate.bench.status.Streams} and a {@link
 * io.tidegate.bench.status.Probe} among the pollers, who note how old what they are told is, by the
 * times of {@link io.tidegate.bench.status.Facts}; and what a {@link
 * io.tidegate.bench.status.Million} of them would cost. The bench itself is with the others over
 * HTTP.
 */
@NullMarked
package io.tidegate.bench.status;

import org.jspecify.annotations.NullMarked;
