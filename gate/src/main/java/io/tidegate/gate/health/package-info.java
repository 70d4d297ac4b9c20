/**
 * Which endpoints can be trusted with requests: {@link io.tidegate.gate.health.Ejection} learns it
 * from the requests themselves, {@link io.tidegate.gate.health.HealthChecker} asks.
 */
@NullMarked
package io.tidegate.gate.health;

import org.jspecify.annotations.NullMarked;
