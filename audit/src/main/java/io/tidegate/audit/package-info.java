/** Placeholder. */
@NullMarked
package io.tidegate.audit;

import org.jspecify.annotations.NullMarked;
