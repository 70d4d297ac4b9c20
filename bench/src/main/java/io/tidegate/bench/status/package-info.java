/**
 * How stale the status of a room is: {@link io.tidegate.bench.status.Streams} and a {@link
 * io.tidegate.bench.status.StalenessProbe} among the pollers measure it by the times of {@link
 * io.tidegate.bench.status.JoinGenerator}; {@link io.tidegate.bench.status.CostProjection} computes
 * what a million people cost. The bench itself is with the others over HTTP.
 */
@NullMarked
package io.tidegate.bench.status;

import org.jspecify.annotations.NullMarked;
