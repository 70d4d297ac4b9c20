/**
 * The generator watches itself: figures of a run that it limited are no measurement of the target.
 * Start at {@link io.tidegate.lab.watch.GeneratorWatch}.
 */
@NullMarked
package io.tidegate.lab.watch;

import org.jspecify.annotations.NullMarked;
