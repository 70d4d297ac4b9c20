/**
 * Who gets the next request: the policies of balancing, pure but for the turn they count. Start at
 * {@link io.tidegate.gate.balance.Balancer}; what they know of an endpoint is a {@link
 * io.tidegate.gate.balance.Candidate}.
 */
@NullMarked
package io.tidegate.gate.balance;

import org.jspecify.annotations.NullMarked;
