/**
 * The instances of a cluster, for their operator. Start at {@link
 * io.tidegate.api.cluster.ClusterOperations}.
 */
@NullMarked
package io.tidegate.api.cluster;

import org.jspecify.annotations.NullMarked;
