/**
 * Reads what other tools measured, so that it gets the same report: k6's JSON and CSV, JMeter's
 * JTL, nGrinder's CSV. Start at {@link io.tidegate.lab.imports.MeasuredRun}.
 */
@NullMarked
package io.tidegate.lab.imports;

import org.jspecify.annotations.NullMarked;
