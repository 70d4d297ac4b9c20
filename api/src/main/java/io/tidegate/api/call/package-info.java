/**
 * One request on its way: who speaks ({@link io.tidegate.api.call.Principals}), under which key,
 * what the body says, and then as a {@link io.tidegate.api.call.Call} to the engine and back to its
 * event loop. Start at {@link io.tidegate.api.call.Calls}; the handlers of the API build on it.
 */
@NullMarked
package io.tidegate.api.call;

import org.jspecify.annotations.NullMarked;
