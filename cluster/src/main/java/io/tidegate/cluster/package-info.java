/**
 * Several instances on one log: which of them leads, and what each does when the log, the network
 * or another instance fails. Start at {@link io.tidegate.cluster.Takeover}, the state machine that
 * decides; it is pure, and runs in simulation as in production. What instances say to one another
 * is in {@code wire}, the connections between them are in {@code link}; {@code instance.Instance}
 * carries out what the machine says.
 */
@NullMarked
package io.tidegate.cluster;

import org.jspecify.annotations.NullMarked;
