/**
 * The draw, from {@code docs/draw.md} alone: computes an order and checks what was published. Start
 * at {@link io.tidegate.audit.draw.DrawVerifier}; the computation itself is {@link
 * io.tidegate.audit.draw.SeededShuffle}. Knows nothing of journals, and shares nothing with the
 * code that draws.
 */
@NullMarked
package io.tidegate.audit.draw;

import org.jspecify.annotations.NullMarked;
