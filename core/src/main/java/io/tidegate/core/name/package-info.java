/**
 * Names: the form in which they are stored and compared, and which names are refused.
 *
 * <p>Start at {@link io.tidegate.core.name.Names}. Pure; any thread.
 */
@NullMarked
package io.tidegate.core.name;

import org.jspecify.annotations.NullMarked;
