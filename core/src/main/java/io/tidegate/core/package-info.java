/** Placeholder. */
@NullMarked
package io.tidegate.core;

import org.jspecify.annotations.NullMarked;
