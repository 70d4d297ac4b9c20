/**
 * The page at {@code /}: what runs, what it sells and who waits for it, and where everything is.
 * Start at {@link io.tidegate.api.home.HomeOperations}.
 */
@NullMarked
package io.tidegate.api.home;

import org.jspecify.annotations.NullMarked;
