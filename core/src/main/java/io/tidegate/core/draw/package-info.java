/**
 * The draw for people who came before a room opened: its data, and how turns follow from them, as
 * {@code docs/draw.md} describes. Pure functions of what is published.
 *
 * <p>Start at {@link io.tidegate.core.draw.Draw}, then {@link io.tidegate.core.draw.DrawOrder}.
 */
@NullMarked
package io.tidegate.core.draw;

import org.jspecify.annotations.NullMarked;
