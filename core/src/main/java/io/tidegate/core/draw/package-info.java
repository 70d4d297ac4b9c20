/**
 * The draw of those who came before a room opened: what it is made of and how turns follow from it,
 * by {@code docs/draw.md}. Pure functions of what is published.
 *
 * <p>Start at {@link io.tidegate.core.draw.Draw}, then {@link io.tidegate.core.draw.DrawOrder}.
 */
@NullMarked
package io.tidegate.core.draw;

import org.jspecify.annotations.NullMarked;
