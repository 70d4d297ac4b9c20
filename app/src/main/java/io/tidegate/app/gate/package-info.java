/**
 * The gate's part of the program: its file, and what starts and reloads it. Start at {@link
 * io.tidegate.app.gate.GateFile}.
 */
@NullMarked
package io.tidegate.app.gate;

import org.jspecify.annotations.NullMarked;
