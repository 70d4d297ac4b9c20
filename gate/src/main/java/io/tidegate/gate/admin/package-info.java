/**
 * The gate's second door: what operators and their programs ask of the gate itself, on an address
 * of its own. Start at {@link io.tidegate.gate.admin.AdminDoor}.
 */
@NullMarked
package io.tidegate.gate.admin;

import org.jspecify.annotations.NullMarked;
