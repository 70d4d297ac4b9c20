/**
 * A run that goes on, asked over HTTP in the form of k6's REST API: the side of the run is {@link
 * io.tidegate.lab.control.ControlApi}, the side of whoever asks {@link
 * io.tidegate.lab.control.ControlClient}.
 */
@NullMarked
package io.tidegate.lab.control;

import org.jspecify.annotations.NullMarked;
