/**
 * What a run is asked to do, by k6's names. Start at {@link io.tidegate.lab.options.RunOptions}:
 * what the script, the environment, a file and the command line say comes as {@linkplain
 * io.tidegate.lab.options.OptionTree trees}, is laid over one another, and becomes settings that
 * hold.
 */
@NullMarked
package io.tidegate.lab.options;

import org.jspecify.annotations.NullMarked;
