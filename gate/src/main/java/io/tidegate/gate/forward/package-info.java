/**
 * One request on its way to an upstream and its response on the way back: heads are written anew,
 * bodies stream both ways with back-pressure. Start at {@link io.tidegate.gate.forward.Forwarding}.
 */
@NullMarked
package io.tidegate.gate.forward;

import org.jspecify.annotations.NullMarked;
