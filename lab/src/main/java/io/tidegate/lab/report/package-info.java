/**
 * The reports that are made of what a run has left: a page, Markdown, and two runs side by side.
 * Start at {@link io.tidegate.lab.report.Reports}.
 */
@NullMarked
package io.tidegate.lab.report;

import org.jspecify.annotations.NullMarked;
