/**
 * Links between parties of a cluster: TCP connections of those who know one secret, over which
 * frames go encrypted, in order and unaltered. Start at {@link io.tidegate.cluster.link.LinkServer}
 * and {@link io.tidegate.cluster.link.LinkClient}; {@code Handshake} says how parties get to know
 * each other, {@code RecordSealer} what is on the wire.
 */
@NullMarked
package io.tidegate.cluster.link;

import org.jspecify.annotations.NullMarked;
