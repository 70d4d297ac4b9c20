/**
 * The registry into which services enter themselves, as clients of Netflix Eureka know it. Start at
 * {@link io.tidegate.gate.registry.Registry}; {@link io.tidegate.gate.registry.RegistryCalls} is
 * what it looks like over HTTP.
 */
@NullMarked
package io.tidegate.gate.registry;

import org.jspecify.annotations.NullMarked;
