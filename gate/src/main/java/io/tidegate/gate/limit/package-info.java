/**
 * How much is let through to an upstream at once, what waits before it, what is sent again, and how
 * much one client may ask for. Start at {@link io.tidegate.gate.limit.ConcurrencyLimit}.
 */
@NullMarked
package io.tidegate.gate.limit;

import org.jspecify.annotations.NullMarked;
