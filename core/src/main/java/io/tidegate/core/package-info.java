/**
 * The rules of Tidegate, pure: no clock, no random number, no I/O, no logger.
 *
 * <p>Start at {@link io.tidegate.core.Rules}: {@code decide} turns a {@link
 * io.tidegate.core.Command} into a {@link io.tidegate.core.Result} and {@link
 * io.tidegate.core.Event}s and changes nothing; {@link io.tidegate.core.State#apply} changes the
 * state by an event and decides nothing.
 */
@NullMarked
package io.tidegate.core;

import org.jspecify.annotations.NullMarked;
