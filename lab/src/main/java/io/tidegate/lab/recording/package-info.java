/**
 * What a run leaves: a folder with its measurements. {@link io.tidegate.lab.recording.RunRecorder}
 * writes it as the run goes, {@link io.tidegate.lab.recording.RunRecord} reads it, also where the
 * run died.
 */
@NullMarked
package io.tidegate.lab.recording;

import org.jspecify.annotations.NullMarked;
