/**
 * What is measured, under k6's names. Everything that measures tells its values to {@link
 * io.tidegate.lab.metric.Samples}; {@link io.tidegate.lab.metric.MetricStore} keeps them in
 * constant memory and tells of every second whoever listens.
 */
@NullMarked
package io.tidegate.lab.metric;

import org.jspecify.annotations.NullMarked;
