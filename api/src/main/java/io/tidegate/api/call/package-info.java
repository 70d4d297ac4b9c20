/**
 * What all operations are made of. Start at {@link io.tidegate.api.call.Operation}: a method and a
 * path, who may ask, what comes in, and its handler. The handler finds out who speaks ({@link
 * io.tidegate.api.call.Principals}) and under which key, and gives its command to the {@link
 * io.tidegate.api.call.CommandDispatcher}, which brings the result back to the event loop.
 */
@NullMarked
package io.tidegate.api.call;

import org.jspecify.annotations.NullMarked;
