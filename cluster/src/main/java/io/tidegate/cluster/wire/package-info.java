/**
 * The internal protocol as values and bytes: what instances say to one another, and the one
 * encoding of it. Start at {@link io.tidegate.cluster.wire.Frame}. Pure; sockets are in {@code
 * io.tidegate.cluster.link}.
 */
@NullMarked
package io.tidegate.cluster.wire;

import org.jspecify.annotations.NullMarked;
