/**
 * What is measured, under k6's names. Start at {@link io.tidegate.lab.metric.Samples}, to which
 * everything that measures tells its values.
 */
@NullMarked
package io.tidegate.lab.metric;

import org.jspecify.annotations.NullMarked;
