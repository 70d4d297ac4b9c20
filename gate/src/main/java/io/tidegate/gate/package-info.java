/**
 * The gate: it stands before any web service, spreads its requests over the service's instances,
 * and keeps more than they hold away from them. Start at {@link io.tidegate.gate.Gate}.
 */
@NullMarked
package io.tidegate.gate;

import org.jspecify.annotations.NullMarked;
