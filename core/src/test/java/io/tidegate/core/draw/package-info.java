/**
 * The draw's arithmetic, held against vectors that another implementation computed, and against
 * chance. Start at {@link io.tidegate.core.draw.DrawOrderTest}.
 */
@NullMarked
package io.tidegate.core.draw;

import org.jspecify.annotations.NullMarked;
