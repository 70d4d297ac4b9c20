/**
 * Real k6 as the oracle: every script of {@code src/test/k6} runs in the lab and must do what the
 * recorded run of real k6 did. Start at {@link io.tidegate.lab.oracle.DifferentialTest}.
 */
@NullMarked
package io.tidegate.lab.oracle;

import org.jspecify.annotations.NullMarked;
