/**
 * What is measured: processes that answer HTTP on a free port of this machine. Start at {@link
 * io.tidegate.bench.peer.Subject}.
 */
@NullMarked
package io.tidegate.bench.peer;

import org.jspecify.annotations.NullMarked;
