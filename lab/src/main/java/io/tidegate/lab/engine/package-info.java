/**
 * Runs scenarios. Start at {@link io.tidegate.lab.engine.LoadRun}: it makes the users, calls setup,
 * has each scenario begin iterations when they are meant to begin, and ends in order.
 */
@NullMarked
package io.tidegate.lab.engine;

import org.jspecify.annotations.NullMarked;
