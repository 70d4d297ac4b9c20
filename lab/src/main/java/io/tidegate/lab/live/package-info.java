/**
 * A run while it goes on, for people: in the terminal and in the browser. Start at {@link
 * io.tidegate.lab.live.LiveView}.
 */
@NullMarked
package io.tidegate.lab.live;

import org.jspecify.annotations.NullMarked;
