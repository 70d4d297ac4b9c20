/**
 * A whole service for tests that speak HTTP to it: {@link io.tidegate.api.live.LiveService}, with a
 * clock that tests may set forward.
 */
@NullMarked
package io.tidegate.api.live;

import org.jspecify.annotations.NullMarked;
