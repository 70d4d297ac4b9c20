/**
 * Where samples go besides the summary: files as k6 and JMeter write them, InfluxDB, Prometheus.
 * Start at {@link io.tidegate.lab.output.Outputs}.
 */
@NullMarked
package io.tidegate.lab.output;

import org.jspecify.annotations.NullMarked;
