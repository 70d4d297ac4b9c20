/**
 * The same first-come sale by five designs of a Spring Boot service, and by our instances: how many
 * claims a second, what each costs, and what an audit finds afterwards, also after a kill in the
 * middle.
 *
 * <p>Start at {@link io.tidegate.bench.scale.ScaleBench}. What is measured is a {@link
 * io.tidegate.bench.scale.ScaleSubject}; {@link io.tidegate.bench.scale.ScaleRun} measures one;
 * {@link io.tidegate.bench.scale.SaleAudit} compares what clients were told with the rows.
 */
@NullMarked
package io.tidegate.bench.scale;

import org.jspecify.annotations.NullMarked;
