/** The bounds of settings, checked where a record is built. */
@NullMarked
package io.tidegate.gate.bounds;

import org.jspecify.annotations.NullMarked;
