/** Placeholder. */
@NullMarked
package io.tidegate.api;

import org.jspecify.annotations.NullMarked;
