/**
 * The services behind the gate: an upstream is one service, an endpoint one of its addresses. Who
 * gets the next request, and over which connection. Start at {@link
 * io.tidegate.gate.upstream.Upstream}.
 */
@NullMarked
package io.tidegate.gate.upstream;

import org.jspecify.annotations.NullMarked;
