/**
 * Turns plans of other tools into k6 scripts: JMeter's, and the usual form of nGrinder's Groovy.
 * Start at {@link io.tidegate.lab.convert.Conversion}.
 */
@NullMarked
package io.tidegate.lab.convert;

import org.jspecify.annotations.NullMarked;
