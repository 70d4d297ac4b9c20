/**
 * One instance of several on one log, as it runs: the loop that owns the state, the threads that
 * talk to the home, and what goes to and comes from the other instances. Start at {@link
 * io.tidegate.cluster.instance.Instance}. What it does and when is decided by {@link
 * io.tidegate.cluster.Takeover}; nothing here decides who leads.
 */
@NullMarked
package io.tidegate.cluster.instance;

import org.jspecify.annotations.NullMarked;
