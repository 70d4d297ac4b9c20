/**
 * What is said at the end of a run, in the forms of k6: text, the object that {@code handleSummary}
 * gets, the file of {@code --summary-export}. Start at {@link io.tidegate.lab.summary.RunSummary}.
 */
@NullMarked
package io.tidegate.lab.summary;

import org.jspecify.annotations.NullMarked;
