/**
 * What is published of a room's draw: its commitment before, its cohort, secret and order after.
 * Start at {@link io.tidegate.api.draw.DrawOperations}.
 */
@NullMarked
package io.tidegate.api.draw;

import org.jspecify.annotations.NullMarked;
