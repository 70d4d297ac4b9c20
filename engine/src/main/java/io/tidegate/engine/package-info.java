/**
 * The shell around {@code core}. It owns time and the loop's thread: requests become batches,
 * batches become durable, and only then are views published and replies sent.
 *
 * <p>Start at {@link io.tidegate.engine.Engine}.
 */
@NullMarked
package io.tidegate.engine;

import org.jspecify.annotations.NullMarked;
