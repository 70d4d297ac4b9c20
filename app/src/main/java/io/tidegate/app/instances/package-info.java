/**
 * The processes of {@code up --instances} on one machine: each instance is a child that is kept
 * alive, and nothing outlives the process that started it. Start at {@link
 * io.tidegate.app.instances.KeptInstance}.
 */
@NullMarked
package io.tidegate.app.instances;

import org.jspecify.annotations.NullMarked;
