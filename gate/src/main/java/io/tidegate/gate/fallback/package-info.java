/**
 * What a route gives instead of a response: what its cache still has, another upstream, a page, a
 * fixed reply. Start at {@link io.tidegate.gate.fallback.RouteFallback}.
 */
@NullMarked
package io.tidegate.gate.fallback;

import org.jspecify.annotations.NullMarked;
