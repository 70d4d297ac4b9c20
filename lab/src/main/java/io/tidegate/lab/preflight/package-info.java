/**
 * What a generator can do, measured before a run, beside what the run asks of it. Start at {@link
 * io.tidegate.lab.preflight.Preflight}.
 */
@NullMarked
package io.tidegate.lab.preflight;

import org.jspecify.annotations.NullMarked;
