/**
 * A real service behind the gate that is asked for more than it can do. Start at {@link
 * io.tidegate.bench.overload.OverloadBench}.
 */
@NullMarked
package io.tidegate.bench.overload;

import org.jspecify.annotations.NullMarked;
