/**
 * What a bench found, as a page: the machine and the command, tables, verdicts on the aims. Start
 * at {@link io.tidegate.bench.report.Report}.
 */
@NullMarked
package io.tidegate.bench.report;

import org.jspecify.annotations.NullMarked;
