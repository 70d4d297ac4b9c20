/**
 * The draw, written from {@code docs/draw.md} alone: computes an order and checks what was
 * published. Start at {@link io.tidegate.audit.draw.DrawVerifier}; {@link
 * io.tidegate.audit.draw.SeededShuffle} computes the order. This package knows nothing of journals,
 * and shares nothing with the code that draws.
 */
@NullMarked
package io.tidegate.audit.draw;

import org.jspecify.annotations.NullMarked;
