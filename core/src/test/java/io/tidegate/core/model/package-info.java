/**
 * The reference model: sale and room once more, written from the design with plain maps and lists
 * and sealed states, counting everything anew at every question. Obviously right, and as slow.
 *
 * <p>Start at {@link io.tidegate.core.model.Model}; {@link io.tidegate.core.model.ModelTest} holds
 * the packed tables against it under seeded random commands.
 */
@NullMarked
package io.tidegate.core.model;

import org.jspecify.annotations.NullMarked;
