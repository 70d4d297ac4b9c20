/**
 * Runs on more than one machine. An {@link io.tidegate.lab.agent.Agent} waits for runs and makes
 * its part of the load of each; an {@link io.tidegate.lab.agent.AgentFleet} hands a run out to
 * agents, starts them at one moment and merges what they measure. Between them are {@linkplain
 * io.tidegate.lab.agent.Message messages} over a {@linkplain io.tidegate.lab.agent.Link TCP
 * connection}; {@link io.tidegate.lab.agent.Handshake} says who may speak.
 */
@NullMarked
package io.tidegate.lab.agent;

import org.jspecify.annotations.NullMarked;
