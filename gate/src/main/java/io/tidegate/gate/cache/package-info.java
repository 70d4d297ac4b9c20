/**
 * A shared cache before an upstream (RFC 9111), for routes that have one: what many ask for is
 * fetched once. Start at {@link io.tidegate.gate.cache.ResponseCache}.
 */
@NullMarked
package io.tidegate.gate.cache;

import org.jspecify.annotations.NullMarked;
