/**
 * Names: the form in which they are kept and compared, and which ones nobody may give.
 *
 * <p>All of it is in {@link io.tidegate.core.name.Names}. Pure; any thread.
 */
@NullMarked
package io.tidegate.core.name;

import org.jspecify.annotations.NullMarked;
